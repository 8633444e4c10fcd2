"""What a visitor reads about what they bring: how their table is read, and what came of it."""
