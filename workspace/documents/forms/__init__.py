"""Forms of the workspace's own records."""
