"""Find who said what in news articles: read, split, tag, show. Knows neither the database nor the command line."""
