"""A file from outside becomes pages: pictures to be read, or words that are text already (PDF, mails, plain text)."""
