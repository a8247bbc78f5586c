"""Write the generated parts of the add-in into ``macros/``.

These are ``Functions.bas``, ``xladdin.xlam``, and WPS's ribbon and icons in ``wps/``. ``python3
install/dev.py build`` runs this; a test compares the committed files.
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
