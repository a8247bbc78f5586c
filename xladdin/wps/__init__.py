"""Run the buttons in WPS: a local server, and an engine for xlwings whose objects are WPS's.

WPS has no COM where it runs on Linux, and no VBA, but a script of a few lines (``macros/wps/``) that
may do whatever a person can do. It knows no button: it is told what to get, set and call, does it, and
says what came out. So the handlers of ``excel/`` run here as they do for Excel, over this engine.

What travels, always asked by the script, as JSON in the body of a POST to 127.0.0.1:

    {"token"}                       → {"session"}       once, by whoever could read the token
    {"session", "stay"}             → nothing           until one of both ends
    {"session", "press": "check"}   → {"turn", "do"}    or {"said"}
    {"session", "turn", "done"}     → {"turn", "do"}    or {"said"}
    {"session", "leave"}            → {"said": ""}      what was pressed is given up
    anything else                   → {"refused"}

``do`` is a list of operations on objects, by numbers that this side gives them (0 the application,
1 the script's window); ``into`` says under which number the result is kept, 0 for: tell me.

    ["get", on, name, into]   ["set", on, name, value]   ["call", on, name, [arguments], into]

``done`` has what each came to (null where it was kept, or nothing), and ends before the one that failed,
whose reason is ``failed``. An argument {"object": number} is an object. All are forgotten with the next press.
"""
