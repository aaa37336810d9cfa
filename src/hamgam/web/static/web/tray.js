// Placing a row in two clicks: the row, then its street or point; without this script the list serves.
const map = document.getElementById("tray-map");
if (map) {
  const form = map.closest("form");
  const place = (event) => {
    if (!form.row.value && !form.querySelector("input[name=row]:checked")) return;
    const street = event.target.dataset ? event.target.dataset.street : undefined;
    if (street) {
      form.street.value = street;
    } else {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
      form.street.value = "";
      form.x.value = at.x.toFixed(1);
      form.y.value = at.y.toFixed(1);
    }
    form.requestSubmit();
  };
  map.addEventListener("click", place);
}
