// The article page: what belongs to an attribution is shown together, by mouse and by keyboard. Without it all links still work.
"use strict";

const text = document.getElementById("text");
const peek = document.getElementById("peek");
let current = 0;

const notes = () => document.querySelectorAll(".note");
const numbersOf = (element) => (element.dataset.n || "").split(" ").map(Number);

function light(number) {
  document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  if (!number) return;
  document.querySelectorAll("[data-n]").forEach((element) => {
    if (numbersOf(element).includes(number)) element.classList.add("lit");
  });
}

function showPeek(number, anchor) {
  const note = document.querySelector(`.note[data-n="${number}"]`);
  if (!note || !peek) return;
  const who = note.querySelector(".by").cloneNode(true);
  who.querySelector(".back")?.remove();
  const facts = [...note.querySelectorAll(".facts > span")].map((one) => one.textContent).join(" · ");
  peek.replaceChildren(Object.assign(document.createElement("b"), { textContent: who.textContent.trim() }));
  peek.append(Object.assign(document.createElement("span"), { textContent: facts }));
  peek.hidden = false;
  const place = anchor.getClientRects()[0];
  const left = Math.min(Math.max(place.left, 8), window.innerWidth - peek.offsetWidth - 8);
  const above = place.top - peek.offsetHeight - 8;
  peek.style.left = `${left + window.scrollX}px`;
  peek.style.top = `${(above > 0 ? above : place.bottom + 8) + window.scrollY}px`;
}

function hidePeek() {
  if (peek) peek.hidden = true;
}

function bringNote(number) {
  const note = document.querySelector(`.note[data-n="${number}"]`);
  const box = note?.closest(".notes");
  if (box && box.scrollHeight > box.clientHeight) box.scrollTop = note.offsetTop - 12;
}

function go(number) {
  const mark = document.getElementById(`n-${number}`);
  if (!mark) return;
  current = number;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

if (text) {
  for (const kind of ["mouseover", "focusin"]) {
    text.addEventListener(kind, (event) => {
      const element = event.target.closest("[data-n]");
      if (!element) return;
      const number = Math.max(...numbersOf(element));
      if (kind === "focusin") current = number;
      light(number);
      bringNote(number);
      showPeek(number, element);
    });
  }
  for (const kind of ["mouseout", "focusout"]) text.addEventListener(kind, hidePeek);
  text.addEventListener("click", (event) => {
    const element = event.target.closest("span[data-n]");
    if (element && !String(getSelection())) go(Math.max(...numbersOf(element)));
  });
  document.querySelector(".notes").addEventListener("mouseover", (event) => {
    const note = event.target.closest(".note");
    if (note) light(Number(note.dataset.n));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, summary, button")) return;
    if (event.key === "j") go(Math.min(current + 1, notes().length));
    else if (event.key === "k") go(Math.max(current - 1, 1));
    else if (event.key === "Escape") hidePeek();
    else if (event.key === "Enter" && event.target.classList.contains("n")) {
      const claim = document.querySelector(`.note[data-n="${current}"] .claim`);
      if (claim) {
        event.preventDefault();
        claim.click();
      }
    }
  });
  const asked = location.hash.startsWith("#s-") ? document.getElementById(location.hash.slice(1)) : null;
  if (asked) window.addEventListener("load", () => requestAnimationFrame(() => go(Number(asked.dataset.n)))); // after the browser's own focus
}
