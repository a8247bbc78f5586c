/* Brings dropped files to the program and shows what came of them. Plain ES5 but for fetch, which all
   browsers have that open files dropped on them. */
(function () {
  "use strict";
  var drop = document.querySelector(".drop"), status = document.querySelector(".status");
  var result = document.querySelector(".result"), recent = document.querySelector(".recent");
  var busy = false, shown = "";

  function make(name, text, className) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  function say(text, refused) {
    status.textContent = text;
    status.className = refused ? "status refused" : "status";
  }

  function ask(path, body, method) {
    return fetch(path, { method: method || "POST", body: body }).then(function (answer) {
      if (!answer.ok) { throw new Error("程序没有回答，请关掉这一页，重新打开。"); }
      return answer.json();
    }, function () {
      throw new Error("程序已经退出，请关掉这一页，重新打开。");
    }).then(function (told) {
      if (told && told.refused) { throw new Error(told.refused); }
      return told;
    });
  }

  function failed(error) { busy = false; say(error.message, true); }

  function button(text, does, className) {
    var made = make("button", text, className);
    made.type = "button";
    made.addEventListener("click", does);
    return made;
  }

  function opens(key, number) {
    return function () { ask("open/" + key + "/" + number).then(function () { say(""); }, failed); };
  }

  function buttons(told) {
    var key = told.key, made = make("div", "", "buttons");
    made.appendChild(button("看对照视图", function () { window.open("report/" + key, "_blank"); }, "main"));
    told.copies.forEach(function (name, index) {
      made.appendChild(button("打开 " + name, opens(key, index + 1)));
    });
    made.appendChild(button("打开文件夹", opens(key, 0)));
    if (!told.brought) {
      made.appendChild(button("改过了，再核对", function () { run(function () { return ask("again/" + key); }); }));
    }
    return made;
  }

  function show(told) {
    shown = told.key;
    result.textContent = "";
    result.appendChild(make("h2", told.unit));
    result.appendChild(make("p", told.conclusion, "conclusion"));
    result.appendChild(buttons(told));
    told.notes.forEach(function (note) { result.appendChild(make("p", note, "note")); });
    result.hidden = false;
    result.querySelector("button").focus();
  }

  function list(known) {
    var items = recent.querySelector("ol");
    items.textContent = "";
    known.forEach(function (told) {
      if (told.key === shown && !result.hidden) { return; } // it stands above
      var item = make("li");
      item.appendChild(make("b", told.unit));
      item.appendChild(make("time", told.when));
      item.appendChild(make("div", told.conclusion, "note"));
      item.appendChild(buttons(told));
      items.appendChild(item);
    });
    recent.hidden = !items.firstChild;
  }

  function refresh() {
    return ask("state", undefined, "GET").then(function (state) {
      list(state.recent);
      return state;
    });
  }

  function run(does) {
    if (busy) { return; }
    busy = true;
    result.hidden = true;
    say("正在核对……");
    does().then(function (told) {
      busy = false;
      say("");
      show(told);
      return refresh();
    }).catch(failed);
  }

  function bring(files) {
    run(function () {
      if (!files.length) { return Promise.reject(new Error("没有收到文件。")); }
      return ask("new").then(function (filing) {
        return files.reduce(function (before, file) {
          return before.then(function () {
            return ask("file/" + filing.name + "/" + encodeURIComponent(file.name), file);
          });
        }, Promise.resolve()).then(function () { return ask("check/" + filing.name); });
      });
    });
  }

  function usable(file) { return !/^(\.|~\$)|^(thumbs\.db|desktop\.ini)$/i.test(file.name); }

  /* All files below an entry of a drop. */
  function below(entry) {
    return new Promise(function (done, fail) {
      if (entry.isFile) { entry.file(function (file) { done([file]); }, fail); return; }
      var reader = entry.createReader(), found = [];
      (function more() {
        reader.readEntries(function (some) {
          if (!some.length) { done(all(found)); return; }
          found = found.concat(some);
          more();
        }, fail);
      }());
    });
  }

  function all(entries) {
    return Promise.all(entries.map(below)).then(function (lists) { return [].concat.apply([], lists); });
  }

  drop.addEventListener("dragover", function (event) { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
  document.addEventListener("dragover", function (event) { event.preventDefault(); });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    drop.classList.remove("over");
    var entries = [].map.call(event.dataTransfer.items || [], function (item) {
      return item.webkitGetAsEntry && item.webkitGetAsEntry();
    }).filter(Boolean);
    var files = [].slice.call(event.dataTransfer.files);
    (entries.length ? all(entries) : Promise.resolve(files)).then(function (found) {
      bring(found.filter(usable));
    }, failed);
  });

  function picks(name, input) {
    var chosen = document.querySelector(input);
    document.querySelector(name).addEventListener("click", function () { chosen.click(); });
    chosen.addEventListener("change", function () {
      bring([].slice.call(chosen.files).filter(usable));
      chosen.value = "";
    });
  }
  picks(".pick-files", ".files");
  picks(".pick-folder", ".folder");

  setInterval(function () { fetch("alive", { method: "POST" }).catch(function () {}); }, 20000);
  window.addEventListener("pagehide", function () { navigator.sendBeacon("bye"); });
  refresh().then(function (state) {
    if (state.waiting) { run(function () { return ask("first"); }); }
  }).catch(failed);
}());
