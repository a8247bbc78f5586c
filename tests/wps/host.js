// Plays WPS for macros/wps/main.js: a window, and an Application whose objects live in the test.
//
// Each question about an object is a line of JSON on standard output, answered by a line on standard
// input, at once, as WPS answers its scripts. Between clicks the test is asked what is to be done.
// node host.js main.js

"use strict";
const fs = require("fs");
const http = require("http");
const vm = require("vm");

let read = Buffer.alloc(0);

function ask(question) {
    fs.writeSync(1, JSON.stringify(question) + "\n");
    const part = Buffer.alloc(65536);
    let end;
    while ((end = read.indexOf(10)) < 0) {
        let length;
        try {
            length = fs.readSync(0, part, 0, part.length, null);
        } catch (error) {
            if (error.code === "EAGAIN") continue;
            throw error;
        }
        if (length === 0) process.exit(0);
        read = Buffer.concat([read, part.subarray(0, length)]);
    }
    const answer = JSON.parse(read.subarray(0, end).toString("utf8"));
    read = read.subarray(end + 1);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
}

// Objects of the test, by their numbers; what is a method there is a function here.
const numbers = new WeakMap(), known = new Map();

function shown(answer) {
    if (answer.date !== undefined) return new Date(answer.date);
    if (answer.object === undefined) return answer.value === null ? undefined : answer.value;
    if (!known.has(answer.object)) known.set(answer.object, remote(answer.object));
    return known.get(answer.object);
}

function remote(number) {
    const proxy = new Proxy({}, {
        get(_, name) {
            if (typeof name === "symbol" || name === "toJSON") return undefined;
            const answer = ask({get: number, name});
            if (!answer.method) return shown(answer);
            return function (...given) {
                const values = given.map((each) => numbers.has(each) ? {object: numbers.get(each)} : {value: each === undefined ? null : each});
                return shown(ask({call: number, name, values}));
            };
        },
        set(_, name, value) {
            ask({set: number, name, value});
            return true;
        },
    });
    numbers.set(proxy, number);
    return proxy;
}

// As much of a browser's request as the script uses.
class XMLHttpRequest {
    open(verb, url) {
        this.verb = verb;
        this.url = new URL(url);
    }
    send(body) {
        const data = Buffer.from(body, "utf8");
        const headers = {"Content-Type": "text/plain;charset=UTF-8", "Content-Length": data.length, Origin: "null"};
        const where = {host: this.url.hostname, port: this.url.port, path: this.url.pathname, method: this.verb, headers, agent};
        let ended = false;
        const end = (what) => { if (!ended) { ended = true; if (what) what(); } };
        this.request = http.request(where, (response) => {
            const parts = [];
            response.on("data", (part) => parts.push(part));
            response.on("aborted", () => end(this.onerror));
            response.on("error", () => end(this.onerror));
            response.on("end", () => {
                if (!response.complete || response.headers["access-control-allow-origin"] !== "*") return end(this.onerror);
                this.status = response.statusCode;
                this.responseText = Buffer.concat(parts).toString("utf8");
                end(this.onload);
            });
        });
        this.request.on("error", () => end(this.onerror));
        this.request.end(data);
    }
    abort() {
        this.request.destroy();
    }
}
const agent = new http.Agent({keepAlive: true});

const Application = remote(0);
const context = {
    Application, XMLHttpRequest, setTimeout, console,
    alert: (text) => { ask({alert: String(text)}); },
    confirm: (text) => ask({confirm: String(text)}).value,
};
context.window = context;
vm.createContext(context);
for (const file of process.argv.slice(2)) vm.runInContext(fs.readFileSync(file, "utf8"), context, file);

async function main() {
    for (;;) {
        const order = ask({idle: true});
        for (const [name, value] of Object.entries(order.define || {})) context[name] = value;
        if (order.run) {
            let result, failed = null;
            try {
                result = vm.runInContext(order.run, context);
            } catch (error) {
                failed = String(error.message);
            }
            ask({ran: result === undefined ? null : result, failed});
        }
        await new Promise(setImmediate);
        while (context.busy) await new Promise((done) => setTimeout(done, 1));
        for (let turn = 0; turn < (order.rest || 0); turn++) await new Promise((done) => setTimeout(done, 1));
    }
}
main();
