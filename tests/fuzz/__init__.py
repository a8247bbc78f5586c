"""A seeded mutation fuzzer: real files are damaged, and every verb must answer with sense.

    python tests/fuzz/run.py --count 20000 --workers 2       # the long run
    python tests/fuzz/run.py --seed 4711                     # one case again, with its steps

mutations.py damages a file (bytes, parts, XML trees, values), structure.py its number formats and
how its package is put together, trial.py runs the verbs on it and says
what is no answer, hunting.py runs many of them in processes that may die or hang, and makes what it
finds small.
"""
