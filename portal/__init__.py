"""The Express Entry intake portal. Importing this package imports nothing else."""
