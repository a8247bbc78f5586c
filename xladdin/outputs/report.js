/* The severity filter. Without script the buttons stay hidden and everything is shown.
   Plain ES5: the browsers of the county offices are not the newest. */
(function () {
  "use strict";
  var box = document.querySelector(".filters");
  if (!box) { return; }
  var buttons = box.querySelectorAll("button");
  var groups = document.querySelectorAll(".group");
  var status = box.querySelector(".shown");

  function show(button) {
    var wanted = button.getAttribute("data-show");
    var hidden = 0;
    var i;
    for (i = 0; i < groups.length; i += 1) {
      groups[i].hidden = wanted !== "" && groups[i].getAttribute("data-severity") !== wanted;
      if (groups[i].hidden) { hidden += groups[i].querySelectorAll(".finding").length; }
    }
    for (i = 0; i < buttons.length; i += 1) {
      buttons[i].setAttribute("aria-pressed", buttons[i] === button ? "true" : "false");
    }
    status.textContent = hidden ? "另有 " + hidden + " 处未显示" : "";
  }

  function listen(button) {
    button.addEventListener("click", function () { show(button); });
  }
  for (var i = 0; i < buttons.length; i += 1) { listen(buttons[i]); }
  box.hidden = false;
}());
