// Making elements. Texts become text nodes, never markup.

const byId = (id) => document.getElementById(id);
const counted = new Intl.NumberFormat("en");
const events = (number) => `${counted.format(number)} ${number === 1 ? "event" : "events"}`;

/** An element; `null` and `false` among attributes and children stand for none. */
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svgEl(name, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "style") Object.assign(element.style, value);
    else if (name === "on") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

/** Replaces the children of an element. If one of them had the focus, the one with the same `data-key` gets it, or else what is
 * near, so that the tab key goes on from here. */
function show(element, ...children) {
  const active = document.activeElement;
  const had = element.contains(active);
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== ""));
  if (!had) return;
  const same = active.dataset.key && element.querySelector(`[data-key="${CSS.escape(active.dataset.key)}"]`);
  (same || element.querySelector("button") || element.closest('[tabindex="-1"]') || byId("reset")).focus({ preventScroll: true });
}

/** Makes a group of marks one stop of the tab key, with arrow keys to go about in it. */
function rove(group, selector) {
  group.addEventListener("keydown", (press) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[press.key];
    const marks = [...group.querySelectorAll(selector)];
    const here = marks.indexOf(document.activeElement);
    if (here < 0) return;
    if (press.key === "Enter" || press.key === " ") {
      // Buttons do this by themselves.
      if (document.activeElement.localName === "button") return;
      document.activeElement.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    } else {
      const to = press.key === "Home" ? 0 : press.key === "End" ? marks.length - 1 : step ? here + step : -1;
      if (!marks[to]) return;
      marks[here].setAttribute("tabindex", "-1");
      marks[to].setAttribute("tabindex", "0");
      marks[to].focus();
    }
    press.preventDefault();
  });
}

/** Makes one of the marks of a group the one that the tab key stops at: the one with the focus, the chosen one, or the first. */
function settle(group, selector) {
  const marks = [...group.querySelectorAll(selector)];
  const stop = marks.find((mark) => mark === document.activeElement) ?? marks.find((mark) => mark.ariaPressed === "true") ?? marks[0];
  for (const mark of marks) mark.setAttribute("tabindex", mark === stop ? "0" : "-1");
}

/** Shows `data-tip` of whatever is pointed at or has the focus. */
function tips() {
  const tip = byId("tip");
  const showTip = (event) => {
    const mark = event.target.closest?.("[data-tip]");
    tip.hidden = !mark || (event.type === "focusin" && !event.target.matches(":focus-visible"));
    if (tip.hidden) return;
    tip.textContent = mark.dataset.tip;
    const box = mark.getBoundingClientRect();
    const left = Math.min(Math.max(4, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 4);
    const above = Math.max(box.top, 0) - tip.offsetHeight - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above >= 0 ? above : Math.min(box.bottom + 6, innerHeight - tip.offsetHeight)}px`;
  };
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, showTip);
  for (const kind of ["scroll", "click"]) document.addEventListener(kind, () => (tip.hidden = true), { capture: true, passive: true });
  document.addEventListener("keydown", (press) => press.key === "Escape" && (tip.hidden = true));
}
