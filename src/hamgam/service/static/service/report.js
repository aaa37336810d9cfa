// What a phone adds to the form: where one stands, and a smaller picture. All of it works without.
const around = document.getElementById("around");
const spot = document.getElementById("id_spot");
const told = document.getElementById("around-told");

if (around && navigator.geolocation) {
  around.hidden = false;
  around.addEventListener("click", () => {
    told.textContent = around.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        spot.value = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)}`;
        spot.dispatchEvent(new Event("change"));
        told.textContent = around.dataset.found.replace("{metres}", Math.round(coords.accuracy));
      },
      () => { told.textContent = around.dataset.failed; },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
}

const LONGEST = 1600;
const photo = document.getElementById("id_photo");

async function shrink() {
  const [file] = photo.files;
  if (!file || file.size < 400000 || typeof createImageBitmap !== "function") return;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const sheet = document.createElement("canvas");
  sheet.width = Math.round(picture.width * share);
  sheet.height = Math.round(picture.height * share);
  sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
  const small = await new Promise((done) => { sheet.toBlob(done, "image/jpeg", 0.82); });
  if (!small || small.size >= file.size) return;
  const carrier = new DataTransfer();
  carrier.items.add(new File([small], "photo.jpg", { type: "image/jpeg" }));
  photo.files = carrier.files;
}

photo?.addEventListener("change", () => { shrink().catch(() => {}); });
