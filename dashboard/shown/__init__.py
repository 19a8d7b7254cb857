"""What each page shows, fetched and put in order; a page arranges it, rules live in the rooms."""
