// Everybody can use the editor: in both themes, at both widths, in each of its states.

import { inspect } from '../support/inspection.mjs';
import { FIELDS, scene, useRoom } from './support/writer.mjs';

const room = useRoom();

scene('The text, the preview and the drawer', room, async (writer) => {
  await writer.opens();
  await writer.page.frameLocator('[data-preview] iframe').getByText('Second.').waitFor();
  await inspect(writer, 'the editor');
  await writer.page.locator('.drawer__handle').click();
  await inspect(writer, 'the editor with its drawer');
});

scene('What is offered from a lost page', room, async (writer) => {
  await writer.opens();
  await writer.loses('body', ' Unsaved words.');
  await writer.opens();
  await writer.page.locator('[data-offer]').waitFor();
  await inspect(writer, 'the offer');
});

scene('The decision between two texts, and what is told afterwards', room, async (writer, server) => {
  await writer.opens();
  server.store().saveElsewhere({ body: 'Theirs', title: FIELDS.title });
  await writer.field('body').fill('Mine');
  await writer.page.locator('[data-decision] ins').first().waitFor();
  await inspect(writer, 'the decision');
  await writer.button('Take theirs').click();
  await writer.isNoted('is kept as revision');
  await inspect(writer, 'the note about the decision');
});

scene('Signing in where one is', room, async (writer, server) => {
  await writer.opens();
  server.isSignedIn = false;
  await writer.types('body', '!');
  await writer.savesByKey();
  await writer.page.getByRole('dialog').waitFor();
  await inspect(writer, 'the dialog for signing in');
});

scene('Something that was deleted elsewhere', room, async (writer, server) => {
  await writer.opens();
  server.store().isDeleted = true;
  await writer.types('body', '!');
  await writer.savesByKey();
  await writer.button('Keep it as a new article').waitFor();
  await inspect(writer, 'the deleted article');
});
