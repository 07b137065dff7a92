// Pictures made in code, and the hands that paste and drop them.

import { deflateSync } from 'node:zlib';

/** A PNG of this size whose colours run from corner to corner; another `tint` gives other bytes. */
export function png(width, height, tint = 0) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      rows[at] = (x * 255) / width;
      rows[at + 1] = (y * 255) / height;
      rows[at + 2] = tint;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) {
      sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
    }
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** Gives files to an element as a clipboard (`paste`) or a pointer (`drop`) does. */
export async function give(target, kind, files, { x = null, y = null, html = '' } = {}) {
  const sent = files.map(({ name, bytes = png(4, 4), type = 'image/png' }) => ({ name, type, data: bytes.toString('base64') }));
  await target.evaluate(
    (element, { kind, sent, x, y, html }) => {
      const data = new DataTransfer();
      for (const { name, type, data: text } of sent) {
        data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type }));
      }
      if (html) {
        data.setData('text/html', html);
      }
      const box = element.getBoundingClientRect();
      const common = { bubbles: true, cancelable: true, composed: true };
      const event = kind === 'paste'
        ? new ClipboardEvent('paste', { ...common, clipboardData: data })
        : new DragEvent('drop', { ...common, dataTransfer: data, clientX: x ?? box.left + 10, clientY: y ?? box.top + 10 });
      element.dispatchEvent(event);
    },
    { kind, sent, x, y, html },
  );
}
