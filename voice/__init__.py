"""Voice: a child's words are asked for, kept safe, heard, told to the panel, and answered."""
