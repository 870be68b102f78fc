"""Groups of commands, a file each; options that several have."""
