"""The words of the trade that notices are read by, one data file per language."""
