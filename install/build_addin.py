"""Writes what of the add-in is made from code: ``macros/Functions.bas``, ``macros/xladdin.xlam``, and
the ribbon and pictures of ``macros/wps/``.

Run by ``python3 install/dev.py build``; a test says when one of them has drifted.
"""

from xladdin.addin.macros import FUNCTIONS, MACROS, UDFS, declared, wrappers
from xladdin.addin.places import ADDIN_NAME
from xladdin.addin.wps_ribbon import files
from xladdin.addin.xlam import build

if __name__ == "__main__":
    made = wrappers(declared(UDFS.read_text(encoding="utf-8")))
    (MACROS / FUNCTIONS).write_text(made, encoding="ascii", newline="\n")
    (MACROS / ADDIN_NAME).write_bytes(build()[ADDIN_NAME])
    for name, text in files().items():
        target = MACROS / "wps" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    print(f"已写入 {MACROS / FUNCTIONS}、{MACROS / ADDIN_NAME}、{MACROS / 'wps'}")
