"""Around the pages: the door, routes for files and calendars, uploads on their way in, pages drawn in turn."""
