// The site meeting's page: where the phone is, and signatures drawn on the screen.
import { signable } from "./sign.js";

for (const form of document.querySelectorAll("[data-sign]")) {
  const pad = signable(form.querySelector("canvas"));
  form.querySelector("[data-clear]").addEventListener("click", pad.clear);
  form.addEventListener("submit", () => {
    form.elements.drawn.value = pad.picture();
  });
}

const locating = document.querySelector("[data-locate]");
if (locating && navigator.geolocation) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      locating.elements.position.value = [
        coords.longitude,
        coords.latitude,
        Math.round(coords.accuracy),
      ].join(",");
      locating.querySelector("[data-where]").textContent = `± ${Math.round(coords.accuracy)} m`;
    },
    () => {},
    { enableHighAccuracy: true, timeout: 15000 },
  );
}
