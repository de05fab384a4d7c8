"""What dbt run-operation ingest calls: runs icemelt build and prints what it prints."""
import os
import shlex
import subprocess
import sys

from dbt.adapters.duckdb.plugins import BasePlugin


class Plugin(BasePlugin):
    def initialize(self, plugin_config):
        self.settings = plugin_config

    def store(self, target_config):
        """The command comes from profiles.yml, or from the environment variable ICEMELT."""
        command = shlex.split(os.environ.get("ICEMELT") or self.settings["command"])
        run = subprocess.run(command + shlex.split(target_config.config["options"]), cwd=self.settings["folder"])
        sys.stdout.flush()
        if run.returncode != 0:
            raise RuntimeError(f"icemelt build ended with exit code {run.returncode}")
