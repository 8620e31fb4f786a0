"""The way up in the office: a workbook in, a job, and the draft of a development programme out."""
