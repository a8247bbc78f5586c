"""Define the one exception of the program: bad input, told in one Chinese sentence."""


class InputError(Exception):
    """Bad input or usage.

    ``str(error)`` is one complete Chinese sentence for the user: what is wrong with which file, and
    what to do. The command line prints it on stderr and exits with status 2; Excel shows it.
    """
