"""Define each verb of the command line: ``arguments(parser)`` and ``run(options) -> status``.

They share ``console`` (the terminal), ``parser`` (argparse in Chinese), ``defaults`` and
``filling``.
"""
