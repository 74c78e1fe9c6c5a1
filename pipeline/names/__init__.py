"""Names of people, schools and places: finding them, and putting pseudonyms in their place."""
