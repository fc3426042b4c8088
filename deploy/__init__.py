"""Sets a machine up and runs the portal on it.

What `./go` calls runs before anything is installed: everything here imports the standard library only.
"""
