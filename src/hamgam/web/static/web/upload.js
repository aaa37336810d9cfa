// The upload's form: a file may be dropped, and its way is told; without this script the form posts.
const form = document.getElementById("upload");
const field = form.querySelector("input[type=file]");
const ground = form.querySelector(".drop-here");
const said = document.getElementById("sending");
const stop = document.getElementById("stop-sending");
const digits = new Intl.NumberFormat(document.documentElement.lang);

for (const name of ["dragenter", "dragover"]) {
  ground.addEventListener(name, (event) => {
    event.preventDefault();
    ground.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) {
  ground.addEventListener(name, () => ground.classList.remove("over"));
}
ground.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length) {
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (step) => {
    const share = digits.format(Math.round((100 * step.loaded) / step.total));
    said.textContent = form.dataset.sending.replace("{share}", share);
  });
  request.addEventListener("load", () => {
    if (request.responseURL && request.responseURL !== location.href) location.assign(request.responseURL);
    else form.submit();
  });
  request.addEventListener("error", () => form.submit());
  stop.hidden = false;
  stop.onclick = () => {
    request.abort();
    stop.hidden = true;
    said.textContent = "";
  };
  request.send(new FormData(form));
});
