// A canvas to sign on, by finger, pen or mouse; empty until something was drawn.
export function signable(canvas) {
  const pen = canvas.getContext("2d");
  let isDown = false;
  let isDrawn = false;

  function spot(event) {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) * canvas.width) / box.width,
      ((event.clientY - box.top) * canvas.height) / box.height,
    ];
  }
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    pen.strokeStyle = "#16232b";
    pen.beginPath();
    pen.moveTo(...spot(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...spot(event));
    pen.stroke();
    isDrawn = true;
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      isDown = false;
    });
  }
  return {
    picture: () => (isDrawn ? canvas.toDataURL("image/png").split(",")[1] : ""),
    clear: () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      isDrawn = false;
    },
  };
}
