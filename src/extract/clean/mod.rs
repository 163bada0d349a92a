//! Article → cleaned text: markup, Unicode, boilerplate, datelines, with a map back to the source.
