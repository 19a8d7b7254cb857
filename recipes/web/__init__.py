"""The way to the web and back: feeds and what is known of them, fetching with limits, manners towards a site."""
