//! Cleaned text → document: sentences, tokens, tags, lemmas, dependencies, entities.
