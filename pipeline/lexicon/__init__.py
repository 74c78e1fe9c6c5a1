"""The lexicons, loaded and checked: transliteration schemes, terms, codebook, word lists."""
