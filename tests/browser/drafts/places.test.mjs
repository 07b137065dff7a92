// Where a picture belongs that is still on its way, while the text around it becomes another one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pointOf, tenth } from '../../../assets/js/admin/pictures/feature.js';
import { fitted, mapped, markdownOf } from '../../../assets/js/admin/pictures/places.js';

const REFERENCE = 'plinth:0192aaaa-0000-7000-8000-000000000009';
const picture = { kind: 'picture', name: 'harbour.jpg', alt: '', reference: REFERENCE };
const download = { kind: 'download', name: 'cv [new].pdf', alt: '', reference: REFERENCE };
const MARK = `![](${REFERENCE})`;

test('A place moves with the words before it and stays for those behind it', () => {
  const text = 'One.\n\nTwo.';
  assert.equal(mapped(6, text, `Longer. ${text}`), 14);
  assert.equal(mapped(6, text, `${text} And more.`), 6);
  assert.equal(mapped(6, text, 'ne.\n\nTwo.'), 5);
  assert.equal(mapped(6, text, text), 6);
});

test('Whatever is done to a text, a place lies in it; where its words are gone it is where they were', () => {
  assert.equal(mapped(7, 'Before middle after', 'Before after'), 7);
  assert.equal(mapped(10, 'Before middle after', 'Before after'), 7);
  assert.equal(mapped(4, 'All of it', ''), 0);
  assert.equal(mapped(0, '', 'All of it'), 0);
  const texts = ['', 'a', 'aa', 'aba', 'abab\n', 'xaby', 'b\n\na', '\n'];
  for (const before of texts) {
    for (const after of texts) {
      for (let at = 0; at <= before.length; at += 1) {
        const place = mapped(at, before, after);
        assert.ok(place >= 0 && place <= after.length, JSON.stringify({ before, after, at, place }));
      }
    }
  }
});

const put = (text, item = picture) => {
  const at = text.indexOf('|');
  const whole = text.replace('|', '');
  const { insert, caret } = fitted(whole, at, item);
  const now = whole.slice(0, at) + insert + whole.slice(at);
  return `${now.slice(0, caret)}|${now.slice(caret)}`.replace(REFERENCE, 'X');
};

test('A picture becomes a paragraph of its own, with the caret where its words go', () => {
  assert.equal(put('|'), '![|](X)');
  assert.equal(put('One.\n\n|\n\nTwo.'), 'One.\n\n![|](X)\n\nTwo.');
  assert.equal(put('One.|'), 'One.\n\n![|](X)');
  assert.equal(put('|Two.'), '![|](X)\n\nTwo.');
  assert.equal(put('One.\n|'), 'One.\n\n![|](X)');
  assert.equal(put('One.\n|\nTwo.'), 'One.\n\n![|](X)\n\nTwo.');
});

test('In the middle of words, in a list, a quotation or a table it stays in its line', () => {
  assert.equal(put('be|fore'), 'be![|](X)fore');
  assert.equal(put('- item|'), '- item ![|](X)');
  assert.equal(put('1. |'), '1. ![|](X)');
  assert.equal(put('> said|'), '> said ![|](X)');
});

test('The words of the library are put in, and the names of downloads become links', () => {
  assert.equal(put('|', { ...picture, alt: 'A [small]\nharbour' }), '![A \\[small\\] harbour](X)|');
  assert.equal(put('See |.', download), 'See [cv \\[new\\].pdf](X)|.');
  assert.equal(markdownOf(download, 'my CV'), `[my CV](${REFERENCE})`);
  assert.equal(markdownOf(picture), MARK);
});

test('A focal point is read as it is written and cut to tenths as pages do', () => {
  assert.deepEqual(pointOf('30 70'), { x: 30, y: 70 });
  assert.deepEqual(pointOf(' 30%, 70% '), { x: 30, y: 70 });
  for (const text of ['', '30', '30 101', 'a b', '1 2 3']) {
    assert.equal(pointOf(text), null, text);
  }
  assert.deepEqual([0, 4, 5, 50, 94, 95, 100].map(tenth), [0, 0, 10, 50, 90, 100, 100]);
});
