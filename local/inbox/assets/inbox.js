/**
 * Keeps an open inbox up to date: the server sends a section's new content, and only the items that differ are replaced,
 * so what one reads, has opened or has the focus on stays as it is.
 */
const live = document.getElementById('live');

/** Each item as the server sent it: what the reader opened or closed since is no difference. */
const sent = new WeakMap();
for (const item of document.querySelectorAll('[data-items] > *')) sent.set(item, item.outerHTML);
toEnd(document.querySelectorAll('[data-section="timeline"], .bubbles'));

new EventSource('/events').onmessage = ({ data }) => {
  const { section, html, say } = JSON.parse(data);
  const place = document.querySelector(`[data-section="${section}"]`);
  const next = document.createElement('template');
  next.innerHTML = html; // rendered and escaped by the server; the page's policy runs no inline script
  const followed = place.scrollHeight - place.scrollTop - place.clientHeight < 40;
  update(place, next.content);
  toEnd(followed ? [place, ...place.querySelectorAll('.bubbles')] : place.querySelectorAll('.bubbles'));
  if (say) live.textContent = say;
};

/** The newest of a conversation is what one wants to see. */
function toEnd(lists) {
  for (const list of lists) list.scrollTop = list.scrollHeight;
}

/** A section is a list of items, perhaps with notes below it; or a few elements without a list. */
function update(place, next) {
  const listOf = (parent) => [...parent.children].find((child) => child.matches('[data-items]'));
  const list = listOf(place);
  const nextList = listOf(next);
  if (list && nextList) updateList(list, nextList);
  const notes = [...next.children].filter((child) => !child.matches('[data-items]'));
  const oldNotes = [...place.children].filter((child) => child !== list);
  if (text(notes) === text(oldNotes)) return;
  for (const old of oldNotes) {
    for (const note of notes) keepOpen(old, note);
    old.remove();
  }
  place.append(...notes);
}

const text = (elements) => elements.map((element) => element.outerHTML).join('');

function updateList(list, nextList) {
  const known = new Map([...list.children].map((item) => [item.dataset.key, item]));
  let place = list.firstElementChild;
  for (const item of [...nextList.children]) {
    const old = known.get(item.dataset.key);
    known.delete(item.dataset.key);
    if (old && sent.get(old) === item.outerHTML) {
      if (old === place) place = place.nextElementSibling;
      else list.insertBefore(old, place);
      continue;
    }
    sent.set(item, item.outerHTML);
    markFresh(old, item);
    if (!old) {
      list.insertBefore(item, place);
      continue;
    }
    if (old === place) place = place.nextElementSibling;
    takeOver(old, item);
    list.insertBefore(item, place);
  }
  for (const gone of known.values()) gone.remove();
}

/** The new version of an item takes the place of the old one, with what was open in it and the focus. */
function takeOver(old, item) {
  keepOpen(old, item);
  const focusable = 'a, button, summary, [tabindex]';
  const focus = [...old.querySelectorAll(focusable)].indexOf(document.activeElement);
  old.replaceWith(item);
  if (focus >= 0) item.querySelectorAll(focusable)[focus]?.focus();
}

/** Only what is new inside an item lights up: one message, not its whole channel. */
function markFresh(old, item) {
  const parts = [...item.querySelectorAll('li[data-key]')];
  if (parts.length === 0) item.classList.add('fresh');
  for (const part of parts) {
    const before = old?.querySelector(`li[data-key="${CSS.escape(part.dataset.key)}"]`);
    const same = before && before.textContent === part.textContent;
    if (!same) part.classList.add('fresh');
  }
}

/** What the reader has opened stays open, what was closed stays closed. */
function keepOpen(old, next) {
  const within = (element) => [element, ...element.querySelectorAll('details')].filter((it) => it.matches('details'));
  for (const details of within(old)) {
    const same = within(next).find(({ dataset }) => dataset.key === details.dataset.key);
    if (same) same.open = details.open;
  }
}
