//! Scores of the extraction on gold files: one file a task, each with the format of its gold at its head.
