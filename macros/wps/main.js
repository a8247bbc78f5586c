// The add-in for WPS: it passes calls on. A click goes to the local server in Python, which says what
// to get, set and call (xladdin/wps/__init__.py tells how); nothing here knows what a button does.
// No word of it is younger than ES5, for the sake of the oldest WPS that loads add-ins.

var SAYS = {
    notInstalled: "计算程序没有装好。请重新运行安装包里的安装程序，再打开 WPS。",
    forbidden: "计算程序没有启动：WPS 不能运行别的程序，可能被安全软件拦住了。请管理员放行“{program}”。放行以前，可以在文件上点右键，用“绩效自评校验”。",
    silent: "计算程序没有启动，或者没有回应。请过一会儿再点一次；仍不行，请运行安装包里的自检程序，照它写的办法处理。放行以前，可以在文件上点右键，用“绩效自评校验”。",
    stopped: "计算程序中途停了，这一步可能没有做完。表里没有保存的内容还在；请再点一次，它会重新启动。",
    garbled: "计算程序的回答没有收完整，这一步没有做完。请再点一次；仍不行，请点“自检”。",
    busy: "上一步还没有做完，请稍等。"
};
// By these sheets a workbook is known to be one of ours: the server is started before the first click.
var OURS = ["填报说明", "_xladdin"];
var STARTS_WITHIN = 30000, LOOKS_EVERY = 100;

var session = null;   // {url, key} while there is a server
var busy = false;     // a button is at work
var objects = [];     // what the operations' numbers stand for

// What WPS calls.

function OnAddinLoad(ribbon) {
    try {
        window.Application.ApiEvent.AddApiEventListener("WorkbookOpen", warmUp);
    } catch (error) {
        // Then the first click starts the server.
    }
    return true;
}

function OnAction(control) {
    if (busy) {
        say(SAYS.busy);
        return true;
    }
    busy = true;
    start(function (failure) {
        if (failure) {
            end(failure);
        } else {
            objects = [window.Application, window];
            holdStill(true);
            send({press: control.Id}, goOn);
        }
    });
    return true;
}

function GetImage(control) {
    return "images/" + control.Id + ".svg";
}

// A button at work: do what is asked, until something is said.

function goOn(reply, failure) {
    if (failure) {
        end(failure);
    } else if (typeof reply.said === "string") {
        end(reply.said);
    } else {
        var answer = execute(reply["do"]);
        answer.turn = reply.turn;
        send(answer, goOn);
    }
}

function end(said) {
    holdStill(false);
    objects = [];
    busy = false;
    if (said) {
        say(said);
    }
}

// While Python works, nobody shall write into the cells that it reads.
function holdStill(still) {
    try {
        window.Application.Interactive = !still;
    } catch (error) {
        // Where WPS does not know it, the user has to wait by himself.
    }
}

function say(text) {
    window.alert(text);
}

// Operations on objects.

function execute(operations) {
    var done = [];
    try {
        for (var at = 0; at < operations.length; at++) {
            done.push(operate(operations[at]));
        }
    } catch (error) {
        return {done: done, failed: String((error && error.message) || error)};
    }
    return {done: done};
}

function operate(operation) {
    var verb = operation[0], target = known(operation[1]), name = operation[2], value;
    if (verb === "set") {
        target[name] = operation[3];
        return null;
    }
    if (verb === "get") {
        value = target[name];
        if (typeof value === "function") {
            value = Function.prototype.call.call(value, target);
        }
        return keep(value, operation[3]);
    }
    if (verb === "call") {
        if (target === window) {
            holdStill(false);
        }
        value = called(target, name, operation[3].map(argument));
        if (target === window) {
            holdStill(true);
        }
        return keep(value, operation[4]);
    }
    throw new Error("unknown operation " + verb);
}

function known(number) {
    var target = objects[number];
    if (target === undefined || target === null) {
        throw new Error("unknown object " + number);
    }
    return target;
}

function called(target, name, values) {
    var member = target[name];
    if (typeof member !== "function" && values.length === 0) {
        return member;
    }
    if (member === undefined) {
        throw new Error("unknown method " + name);
    }
    return Function.prototype.apply.call(member, target, values);
}

function argument(given) {
    if (given === null) {
        return undefined;
    }
    return given.object === undefined ? given : known(given.object);
}

function keep(value, into) {
    if (into) {
        objects[into] = value;
        return null;
    }
    return plain(value);
}

// A value as JSON has it: dates are Excel's numbers, of objects only that there is one.
function plain(value) {
    if (value === undefined || value === null) {
        return null;
    }
    if (Object.prototype.toString.call(value) === "[object Date]") {
        return (value.getTime() - value.getTimezoneOffset() * 60000) / 86400000 + 25569;
    }
    if (typeof value === "number" && !isFinite(value)) {
        return String(value);
    }
    if (typeof value === "object" || typeof value === "function") {
        return Array.isArray(value) ? value.map(plain) : {};
    }
    return value;
}

// The server: found by a file whose name is ours alone, and that only this user can read.

function start(then) {
    if (session) {
        then(null);
        return;
    }
    if (typeof PLACE === "undefined" || !window.Application.FileSystem.existsSync(PLACE.program)) {
        then(SAYS.notInstalled);
        return;
    }
    var name = "";
    while (name.length < 16) {
        name += Math.floor(Math.random() * 16).toString(16);
    }
    try {
        window.Application.OAAssist.ShellExecute(PLACE.program, PLACE.arguments + " " + name);
    } catch (error) {
        then(SAYS.forbidden.replace("{program}", PLACE.program));
        return;
    }
    find(PLACE.meeting + "/" + name + ".json", Date.now() + STARTS_WITHIN, then);
}

function find(meeting, until, then) {
    var found = null;
    try {
        if (window.Application.FileSystem.existsSync(meeting)) {
            found = JSON.parse(window.Application.FileSystem.readFileString(meeting));
        }
    } catch (error) {
        // It is not there yet, or not whole.
    }
    if (found) {
        begin(found, then);
    } else if (Date.now() > until) {
        then(SAYS.silent);
    } else {
        setTimeout(function () { find(meeting, until, then); }, LOOKS_EVERY);
    }
}

function begin(found, then) {
    var url = "http://127.0.0.1:" + found.port + "/";
    post(url, {token: found.token}, function (reply) {
        if (!reply || !reply.session) {
            then(SAYS.silent);
            return;
        }
        session = {url: url, key: reply.session};
        stay(session);
        then(null);
    });
}

// A request that is never answered: by its breaking off each side sees that the other has gone.
function stay(held) {
    held.line = post(held.url, {session: held.key, stay: true}, function () { leave(held); });
}

function leave(held) {
    if (session === held) {
        session = null;
        held.line.abort();
    }
}

function warmUp(book) {
    try {
        for (var at = 1; at <= book.Worksheets.Count; at++) {
            if (OURS.indexOf(book.Worksheets.Item(at).Name) >= 0 && !busy) {
                start(function () {});
                return;
            }
        }
    } catch (error) {
        // Whoever clicks is told.
    }
}

function send(message, then) {
    var held = session;
    if (!held) {
        then(null, SAYS.stopped);
        return;
    }
    message.session = held.key;
    post(held.url, message, function (reply, status) {
        if (reply && status === 200) {
            then(reply, null);
        } else if (status === 0 || status === 403) {
            leave(held);
            then(null, SAYS.stopped);
        } else {
            post(held.url, {session: held.key, leave: true}, function () { then(null, SAYS.garbled); });
        }
    });
}

// The reply as an object, null if it is none, and HTTP's status, 0 where nobody answers.
function post(url, message, then) {
    var request = new XMLHttpRequest();
    request.onload = function () {
        var reply = null, status = request.status;
        try {
            reply = JSON.parse(request.responseText);
        } catch (error) {
            reply = null;
        }
        then(reply, status);
    };
    request.onerror = request.onabort = request.ontimeout = function () { then(null, 0); };
    request.open("POST", url);
    request.send(JSON.stringify(message));
    return request;
}
