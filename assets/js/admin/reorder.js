// Puts a list in order by dragging a row's number, and keeps the focus on the Up and Down buttons.
// Without this module the buttons are plain forms that do the same.

const list = document.querySelector("[data-order]");

if (list) {
  const status = document.querySelector("[data-order-status]");
  const rows = () => [...list.querySelectorAll("[data-order-item]")];
  let dragged = null;
  let before = [];

  const refresh = () => {
    const all = rows();
    all.forEach((row, index) => {
      row.querySelector("[data-drag-handle]").textContent = String(index + 1);
      row.querySelector('[name="direction"][value="up"]').disabled = index === 0;
      row.querySelector('[name="direction"][value="down"]').disabled = index === all.length - 1;
    });
  };

  const save = async (row) => {
    refresh();
    const body = new URLSearchParams();
    for (const item of rows()) {
      body.append(list.dataset.orderField, item.dataset.orderItem);
    }
    body.append("quiet", "true");
    const response = await fetch(list.dataset.order, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (response?.status === 204) {
      status.textContent = `${row.dataset.orderName} is now number ${rows().indexOf(row) + 1} of ${rows().length}.`;
    } else {
      // The stored order is the truth: show it again rather than an order that was not kept.
      window.location.reload();
    }
  };

  const clearTargets = () => {
    for (const row of rows()) {
      row.classList.remove("row--target", "row--target-after");
    }
  };

  for (const hint of document.querySelectorAll("[data-drag-hint]")) {
    hint.hidden = false;
  }

  for (const row of rows()) {
    const handle = row.querySelector("[data-drag-handle]");
    handle.draggable = true;

    handle.addEventListener("dragstart", (event) => {
      dragged = row;
      before = rows();
      row.classList.add("row--dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.orderName);
      event.dataTransfer.setDragImage(row, 10, 10);
    });

    handle.addEventListener("dragend", () => {
      row.classList.remove("row--dragged");
      clearTargets();
      dragged = null;
    });

    row.addEventListener("dragover", (event) => {
      if (!dragged || dragged === row) {
        return;
      }
      event.preventDefault();
      clearTargets();
      const box = row.getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      row.classList.add(after ? "row--target-after" : "row--target");
    });

    row.addEventListener("drop", (event) => {
      if (!dragged || dragged === row) {
        return;
      }
      event.preventDefault();
      const moved = dragged;
      if (row.classList.contains("row--target-after")) {
        row.after(moved);
      } else {
        row.before(moved);
      }
      clearTargets();
      if (rows().some((item, index) => item !== before[index])) {
        save(moved);
      }
    });

    for (const button of row.querySelectorAll('[name="direction"]')) {
      button.form.addEventListener("submit", (event) => {
        event.preventDefault();
        const up = button.value === "up";
        const neighbour = up ? row.previousElementSibling : row.nextElementSibling;
        if (!neighbour) {
          return;
        }
        if (up) {
          neighbour.before(row);
        } else {
          neighbour.after(row);
        }
        save(row);
        const other = row.querySelector(`[name="direction"][value="${up ? "down" : "up"}"]`);
        (button.disabled ? other : button).focus();
      });
    }
  }
}
