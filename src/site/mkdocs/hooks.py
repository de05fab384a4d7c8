"""Lets pages link to files of the repository: each such file becomes a page of the site, as plain text.

A page says ``[Main](../../pipelines/src/…/Main.java)``, which holds in a checkout too. Here the link is turned to ``source/…``, and the
file is written there as it is, in a page of its own. A file that is not there, or that lacks the heading asked for, is left to MkDocs,
which warns, and ``--strict`` fails.
"""
import html
import os
import re
from pathlib import Path
from urllib.parse import unquote

from markdown.extensions.toc import slugify
from mkdocs.structure.files import File, InclusionLevel

ROOT = Path(__file__).resolve().parents[3]
SITE = ROOT / "src" / "site"
HERE = SITE / "mkdocs"
LINK = re.compile(r"(?<!\!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def _outside(page_folder, target):
    """Path below ROOT of a linked file that is no page; None if it is one, or is not there."""
    if re.match(r"[a-z]+:|#|/", target):
        return None
    path = Path(os.path.normpath(page_folder / unquote(target.split("#")[0])))
    page = SITE in path.parents and HERE not in path.parents
    if not path.exists() or page or ROOT not in path.parents:
        return None
    anchor = target.partition("#")[2]
    if anchor and path.suffix == ".md" and anchor not in _headings(path):
        return None
    return path.relative_to(ROOT)


def _headings(path):
    text = FENCE.sub("", path.read_text())
    return {slugify(re.sub(r"[`*]", "", title).strip(), "-") for title in re.findall(r"^#+ +(.+)$", text, re.MULTILINE)}


def _page_of(path):
    return f"source/{path}.md"


def on_files(files, config):
    seen = set()
    for file in list(files.documentation_pages()):
        folder = Path(file.abs_src_path).parent
        for match in LINK.finditer(FENCE.sub("", Path(file.abs_src_path).read_text())):
            path = _outside(folder, match.group(2))
            if path is None or path in seen:
                continue
            seen.add(path)
            files.append(File.generated(config, _page_of(path), content=_source(path), inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def _source(path):
    full = ROOT / path
    head = f"---\ntitle: {path}\nsearch: {{exclude: true}}\nhide: [navigation, toc]\n---\n# {path}\n\n"
    if full.is_dir():
        names = sorted(p.name + ("/" if p.is_dir() else "") for p in full.iterdir() if not p.name.startswith(".") and p.name != "target")
        return head + "A folder of the repository:\n\n" + "\n".join(f"- `{n}`" for n in names) + "\n"
    text = full.read_text(errors="replace")
    return head + f'<pre class="source" tabindex="0"><code>{html.escape(text)}</code></pre>\n'


def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri.startswith("source/"):
        return markdown
    folder = Path(page.file.abs_src_path).parent
    up = "../" * page.file.src_uri.count("/")

    def turned(match):
        path = _outside(folder, match.group(2))
        return match.group(0) if path is None else f"[{match.group(1)}]({up}{_page_of(path)})"

    parts = re.split(r"(^```.*?^```)", markdown, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if part.startswith("```") else LINK.sub(turned, part) for part in parts)


def on_post_page(output, page, config):
    """Names the theme's search dialogue, which has no name of its own."""
    return output.replace('data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"')
