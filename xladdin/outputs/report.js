/* Goes between the cards and the figures of the filing, by mouse and by keyboard. Without script the
   links still lead there. Plain ES5: the browsers of the county offices are not the newest. */
(function () {
  "use strict";
  var LABEL = 0, AMOUNT = 1, PAGE = 2, SPOT = 3, STATE = 4, REASON = 5, TIES = 6;
  var STATES = { wrong: "✗ 要改", explained: "~ 已说明", tied: "✓ 对得上", idle: "· 没有核对" };
  var MOST = 12;
  var data = JSON.parse(document.getElementById("data").textContent);
  var figures = data[0], relations = data[1];
  var here = document.querySelector(".here");
  var cards = [].slice.call(document.querySelectorAll(".card"));
  var figure = -1, card = -1, lit = [];

  function element(number) { return document.getElementById("f" + number); }

  function make(name, text, className) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  function wide() { return getComputedStyle(document.body).display === "grid"; }

  function reveal(node, pane) {
    var box = node.getBoundingClientRect();
    var top = pane && wide() ? pane.getBoundingClientRect().top : 0;
    if (pane === aside && !here.hidden && wide()) { top = here.getBoundingClientRect().bottom; }
    if (box.top >= top && box.bottom <= window.innerHeight) { return; }
    node.scrollIntoView({ block: box.height > 300 ? "start" : "center" });
    if (pane === aside && wide()) {
      box = node.getBoundingClientRect();
      if (box.top < top) { aside.scrollTop -= top - box.top + 8; }
    }
  }
  var aside = document.querySelector("aside"), main = document.querySelector("main");

  /* Where a figure stands, its page left out beside another one of it. */
  function place(told, beside) {
    var page = told[PAGE] === beside ? "" : told[PAGE];
    return page && told[SPOT] ? page + " · " + told[SPOT] : page || told[SPOT];
  }

  function link(number, beside) {
    var told = figures[number];
    var made = make("a", "", "to");
    made.href = "#f" + number;
    made.appendChild(document.createTextNode(told[LABEL] + " "));
    made.appendChild(make("b", told[AMOUNT]));
    made.appendChild(document.createTextNode(" "));
    made.appendChild(make("small", place(told, beside)));
    return made;
  }

  function tie(index, number) {
    var relation = relations[index];
    var item = make("li");
    var about = make("span", "", "about");
    about.appendChild(make("span", relation[1] ? "✓ " : "✗ ", relation[1] ? "tied" : "wrong"));
    about.appendChild(document.createTextNode(relation[0]));
    item.appendChild(about);
    relation[2].forEach(function (end) {
      if (end === number) { return; }
      item.appendChild(typeof end === "number" ? link(end, figures[number][PAGE]) : make("span", end, "to"));
    });
    return item;
  }

  /* Shows what a figure was checked against, the relations that do not hold first. */
  function tell(number) {
    var told = figures[number];
    here.textContent = "";
    var title = make("h2", told[LABEL] + " " + told[AMOUNT] + " ");
    title.appendChild(make("small", place(told, "")));
    here.appendChild(title);
    here.appendChild(make("span", STATES[told[STATE]], "state " + told[STATE]));
    if (told[REASON]) { here.appendChild(make("span", "：" + told[REASON])); }
    var ties = told[TIES].slice().sort(function (a, b) { return relations[a][1] - relations[b][1]; });
    var list = make("ul");
    ties.slice(0, MOST).forEach(function (index) { list.appendChild(tie(index, number)); });
    here.appendChild(list);
    if (ties.length > MOST) {
      here.appendChild(make("p", "另有 " + (ties.length - MOST) + " 条关系", "more"));
    }
    here.hidden = false;
    here.scrollTop = 0;
  }

  function others(number) {
    var found = [];
    figures[number][TIES].forEach(function (index) {
      relations[index][2].forEach(function (end) {
        if (typeof end === "number" && end !== number && found.indexOf(end) < 0) { found.push(end); }
      });
    });
    return found;
  }

  function light(number) {
    lit.forEach(function (node) { node.classList.remove("on", "other"); });
    lit = others(number).slice(0, 60).map(element).filter(Boolean);
    lit.forEach(function (node) { node.classList.add("other"); });
    var node = element(number);
    node.classList.remove("other");
    node.classList.add("on");
    lit.push(node);
  }

  function choose(number) {
    figure = number;
    light(number);
    reveal(element(number), main);
  }

  function chooseCard(index, focus) {
    if (index < 0 || index >= cards.length) { return; }
    if (card >= 0) { cards[card].classList.remove("on"); }
    card = index;
    cards[card].classList.add("on");
    here.hidden = true; // the card tells it
    var number = cards[card].getAttribute("data-f");
    if (number !== null) { choose(+number); }
    reveal(cards[card], aside);
    if (focus) { cards[card].focus({ preventScroll: true }); }
  }

  function show(number) {
    if (!element(number)) { return; }
    choose(number);
    tell(number);
  }

  function go(number) {
    if (!element(number)) { return; }
    show(number);
    try { history.pushState(null, "", "#f" + number); } catch (ignored) { /* a page of no address */ }
    var node = element(number);
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }

  function inFiling() { return document.activeElement && document.activeElement.classList.contains("f"); }

  function next(state) {
    for (var step = 1; step <= figures.length; step += 1) {
      var number = (figure + step) % figures.length;
      if (figures[number][STATE] === state && !element(number).classList.contains("plain")) {
        go(number);
        return;
      }
    }
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    var to = target.closest("a[href^='#f']");
    var mark = target.closest(".f");
    var button = target.closest("[data-state]");
    var inCard = target.closest(".card");
    if (to && /^#f\d+$/.test(to.getAttribute("href"))) {
      event.preventDefault();
      go(+to.getAttribute("href").slice(2));
    } else if (mark) {
      go(+mark.id.slice(1));
    } else if (button) {
      next(button.getAttribute("data-state"));
    } else if (inCard && !target.closest("a, summary") && !String(window.getSelection())) {
      chooseCard(cards.indexOf(inCard), true);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return; }
    var key = event.key, active = document.activeElement, done = true;
    var onCard = active && active.classList.contains("card");
    if (key === "j" || key === "J" || (key === "ArrowDown" && onCard)) {
      chooseCard(card + 1, true);
    } else if (key === "k" || key === "K" || (key === "ArrowUp" && onCard)) {
      chooseCard(card - 1, true);
    } else if (key === "Enter" && onCard) {
      chooseCard(cards.indexOf(active), false);
      if (active.hasAttribute("data-f")) { go(+active.getAttribute("data-f")); }
    } else if (key === "Enter" && inFiling()) {
      var found = others(figure);
      if (found.length) { go(found[0]); }
    } else if ((key === "ArrowRight" || key === "ArrowLeft") && inFiling()) {
      go(figure + (key === "ArrowRight" ? 1 : -1));
    } else if (key === "Tab" && !event.shiftKey && inFiling() && here.querySelector("a")) {
      here.querySelector("a").focus(); // what it was checked against
    } else if (key === "Escape") {
      chooseCard(Math.max(card, 0), true);
    } else {
      done = false;
    }
    if (done) { event.preventDefault(); }
  });

  window.addEventListener("popstate", function () {
    if (/^#f\d+$/.test(location.hash)) { show(+location.hash.slice(2)); }
  });

  document.querySelector(".keys").hidden = false;
  if (/^#f\d+$/.test(location.hash)) { show(+location.hash.slice(2)); } else { chooseCard(0, false); }
}());
