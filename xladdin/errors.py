"""The one exception of the program: bad input, told to the user in one Chinese sentence."""


class InputError(Exception):
    """The input or the usage is bad.

    ``str(error)`` is one complete Chinese sentence for the user: what is wrong with which file,
    and what to do. The command line prints it on stderr and exits with status 2; Excel shows it.
    """
