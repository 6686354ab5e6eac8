/* Draw boxes over a drawing with a finger or a mouse; they are numbers in the form's one field. */

const paper = document.querySelector("[data-cover] svg");
const field = document.querySelector("#boxes");
const hint = document.querySelector("[data-hint]");
let from = null;
let drawn = null;

function at(event) {
  const box = paper.getBoundingClientRect();
  const x = Math.round(((event.clientX - box.left) / box.width) * 1000);
  const y = Math.round(((event.clientY - box.top) / box.height) * 800);
  return [Math.min(Math.max(x, 0), 1000), Math.min(Math.max(y, 0), 800)];
}

function shape(event) {
  const [x, y] = at(event);
  return [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
}

function put(box, numbers) {
  ["x", "y", "width", "height"].forEach((name, place) => box.setAttribute(name, numbers[place]));
}

function write() {
  const boxes = [...paper.querySelectorAll(".box")];
  field.value = boxes.map((box) => ["x", "y", "width", "height"].map((name) => box.getAttribute(name)).join(",")).join("; ");
}

if (paper && field) {
  hint.hidden = false;
  write();
  paper.addEventListener("pointerdown", (event) => {
    if (event.target.classList.contains("box")) {
      event.target.remove();
      write();
      return;
    }
    from = at(event);
    drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    drawn.setAttribute("class", "box");
    paper.append(drawn);
    paper.setPointerCapture(event.pointerId);
  });
  paper.addEventListener("pointermove", (event) => drawn && put(drawn, shape(event)));
  paper.addEventListener("pointerup", (event) => {
    if (!drawn) return;
    const numbers = shape(event);
    if (numbers[2] < 10 || numbers[3] < 10) drawn.remove();
    else put(drawn, numbers);
    drawn = null;
    write();
  });
}
