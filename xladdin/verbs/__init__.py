"""One module per verb of the command line: ``arguments(parser)`` and ``run(options) -> status``.

Beside them what they share: ``console`` the terminal, ``parser`` argparse in Chinese.
"""
