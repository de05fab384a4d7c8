package org.icemelt.pipelines.options;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** Where the repositories are, and how patient downloads from them are. */
public interface DownloadOptions extends LakeOptions {
  @Description("Base URL of Zenodo, or of a mirror of it.")
  @Default.String("https://zenodo.org")
  String getZenodoUrl();

  void setZenodoUrl(String value);

  @Description("Base URL of figshare's API, or of a mirror of it.")
  @Default.String("https://api.figshare.com")
  String getFigshareUrl();

  void setFigshareUrl(String value);

  @Description("Base URL of ScienceBase, or of a mirror of it.")
  @Default.String("https://www.sciencebase.gov")
  String getSciencebaseUrl();

  void setSciencebaseUrl(String value);

  @Description("Base URL of GitHub's API, or of a mirror of it.")
  @Default.String("https://api.github.com")
  String getGithubUrl();

  void setGithubUrl(String value);

  @Description("Base URL of GitHub's raw files, or of a mirror of them.")
  @Default.String("https://raw.githubusercontent.com")
  String getGithubRawUrl();

  void setGithubRawUrl(String value);

  @Description("Requests in a row that may bring nothing before a file is given up.")
  @Default.Integer(5)
  int getDownloadAttempts();

  void setDownloadAttempts(int value);

  @Description("Wait before the first retry, in ms; each further one is twice as long.")
  @Default.Integer(1_000)
  int getDownloadFirstWaitMillis();

  void setDownloadFirstWaitMillis(int value);

  @Description("Longest wait before a retry, in s.")
  @Default.Integer(60)
  int getDownloadLongestWaitSeconds();

  void setDownloadLongestWaitSeconds(int value);

  @Description("Longest wait that a server may ask for (Retry-After), in s; if longer, give up.")
  @Default.Integer(600)
  int getDownloadLongestRetryAfterSeconds();

  void setDownloadLongestRetryAfterSeconds(int value);

  @Description("Wait for a connection, in s.")
  @Default.Integer(20)
  int getDownloadConnectSeconds();

  void setDownloadConnectSeconds(int value);

  @Description("Wait for the head of an answer, in s.")
  @Default.Integer(60)
  int getDownloadAnswerSeconds();

  void setDownloadAnswerSeconds(int value);

  @Description("Wait for the next bytes of a download, in s.")
  @Default.Integer(60)
  int getDownloadStallSeconds();

  void setDownloadStallSeconds(int value);

  @Description("A download slower than this over downloadStallSeconds is broken off, in bytes/s.")
  @Default.Integer(100)
  int getDownloadSlowestBytesPerSecond();

  void setDownloadSlowestBytesPerSecond(int value);

  @Description("Requests at one time to one host by one worker thread.")
  @Default.Integer(4)
  int getDownloadsPerHost();

  void setDownloadsPerHost(int value);
}
