# Checks of the tree that run as tests.
