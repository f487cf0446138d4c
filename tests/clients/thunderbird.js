// What thunderbird.py asks for.  It is handed in anew with each call, so what lasts is in `world`.
"use strict";

const { cal } = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const mainWindow = () => Services.wm.getMostRecentWindow("mail:3pane");
const world = (mainWindow().convenedWorld ??= { users: new Map() });

// Gives up a little before thunderbird.py does, and says on what.
function within(promise, what) {
  return Promise.race([
    promise,
    new Promise((_, fail) => mainWindow().setTimeout(() => fail(new Error(`in vain: ${what}`)), 20000)),
  ]);
}

// From now on each look at a calendar object, which ends in words for its bar, is noted.
function begin(smtpPort) {
  const { getOptionsText } = cal.itip;
  cal.itip.getOptionsText = function (...args) {
    const data = getOptionsText.apply(this, args);
    world.found = args[3]?.length ?? 0;
    world.onSeen?.();
    return data;
  };
  // Its users are one in the eyes of its memory of deleted events, and would be asked about others'.
  const deleted = Cc["@mozilla.org/calendar/deleted-items-manager;1"].getService(Ci.calIDeletedItems);
  deleted.wrappedJSObject.getDeletedDate = () => null;
  // Nobody is there to answer questions.
  Services.obs.addObserver(dialog => {
    world.asked = dialog.document.getElementById("infoBody")?.textContent ?? dialog.location.href;
    dialog.document.querySelector("dialog").cancelDialog();
  }, "common-dialog-loaded");
  const server = MailServices.outgoingServer.createServer("smtp");
  server.QueryInterface(Ci.nsISmtpServer);
  server.hostname = "127.0.0.1";
  server.port = smtpPort;
  server.authMethod = Ci.nsMsgAuthMethod.none;
  server.socketType = Ci.nsMsgSocketType.plain;
  MailServices.outgoingServer.defaultServer = server;
  for (const calendar of cal.manager.getCalendars()) {
    cal.manager.unregisterCalendar(calendar);
  }
}

function user(address) {
  if (!world.users.has(address)) {
    const account = MailServices.accounts.createAccount();
    const identity = MailServices.accounts.createIdentity();
    identity.email = address;
    identity.fullName = address.split("@")[0];
    identity.smtpServerKey = MailServices.outgoingServer.defaultServer.key;
    identity.doFcc = false;
    account.addIdentity(identity);
    // Only who can get mail can send it; this one is never asked for any.
    account.incomingServer = MailServices.accounts.createIncomingServer(address, "localhost", "pop3");
    account.incomingServer.loginAtStartUp = account.incomingServer.doBiff = false;
    MailServices.accounts.defaultAccount = account;
    const calendar = cal.manager.createCalendar("memory", Services.io.newURI("moz-memory-calendar://"));
    calendar.name = address;
    cal.manager.registerCalendar(calendar);
    calendar.setProperty("imip.identity.key", identity.key);
    world.users.set(address, { identity, calendar });
  }
  for (const [other, { calendar }] of world.users) {
    calendar.setProperty("disabled", other != address);
  }
  return world.users.get(address);
}

async function openMail(path, address) {
  world.window?.close();
  user(address);
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  const url = Services.io.newFileURI(file).mutate().setQuery("type=application/x-message-display").finalize();
  const looked = new Promise(resolve => (world.onSeen = resolve));
  world.window = mainWindow().openDialog(
    "chrome://messenger/content/messageWindow.xhtml", "_blank", "all,chrome,dialog=no,status,toolbar", url
  );
  try {
    await within(looked, "the bar of a calendar object");
  } catch (error) {
    return { label: "", buttons: [], found: 0, text: "" };
  }
  await new Promise(resolve => mainWindow().setTimeout(resolve, 0)); // the bar is filled in behind it
  return bar();
}

function mailDocument() {
  return world.window.document.getElementById("messageBrowser").contentDocument;
}

function bar() {
  const imip = mailDocument().getElementById("imip-bar");
  const buttons = mailDocument().querySelectorAll("#imip-view-toolbar > toolbarbutton:not([hidden])");
  return {
    label: imip.collapsed ? "" : imip.querySelector(".msgNotificationBarText").textContent,
    buttons: [...buttons].map(button => button.id),
    found: world.found,
    text: mailDocument().getElementById("messagepane").contentDocument.body.innerText,
  };
}

// Resolves when one of the calendars has changed.
function change() {
  return new Promise(resolve => {
    const done = () => {
      cal.manager.removeCalendarObserver(observer);
      resolve();
    };
    const observer = {
      QueryInterface: ChromeUtils.generateQI(["calIObserver"]),
      onAddItem: done, onModifyItem: done, onDeleteItem: done,
      onStartBatch() {}, onEndBatch() {}, onLoad() {}, onError() {}, onPropertyChanged() {}, onPropertyDeleting() {},
    };
    cal.manager.addCalendarObserver(observer);
  });
}

async function press(id) {
  const button = mailDocument().getElementById(id);
  if (!button || button.hidden) {
    throw new Error(`no ${id} to press`);
  }
  const changed = change();
  world.asked = "";
  button.doCommand();
  await within(changed, "the calendar to change").catch(error => {
    throw new Error(`${error.message} ${world.asked}`);
  });
}

// Two answers within one second are one to whoever compares their DTSTAMPs.
async function nextSecond() {
  const began = cal.dtz.now();
  while (cal.dtz.now().compare(began) == 0) {
    await new Promise(resolve => mainWindow().setTimeout(resolve, 20));
  }
}

// Proposals, delegating and asking again have no buttons; event, message and transport are its own.
async function send(address, method, uid, { start, end, delegate }) {
  const { CalItipOutgoingMessage } = ChromeUtils.importESModule("resource:///modules/CalItipOutgoingMessage.sys.mjs");
  const { CalAttendee } = ChromeUtils.importESModule("resource:///modules/CalAttendee.sys.mjs");
  const { calendar } = user(address);
  await nextSecond();
  const stored = await calendar.getItem(uid);
  const item = stored.clone();
  const attendee = cal.itip.getInvitedAttendee(stored, calendar).clone();
  item.removeAllAttendees();
  if (start) {
    item.startDate = cal.createDateTime(start);
    item.endDate = cal.createDateTime(end);
  }
  if (delegate) {
    attendee.participationStatus = "DELEGATED";
    attendee.setProperty("DELEGATED-TO", `mailto:${delegate}`);
    const other = new CalAttendee();
    other.id = `mailto:${delegate}`;
    other.participationStatus = "NEEDS-ACTION";
    other.setProperty("DELEGATED-FROM", attendee.id);
    item.addAttendee(other);
  }
  item.addAttendee(attendee);
  item.calendar = calendar;
  const message = new CalItipOutgoingMessage(method, [item.organizer], item, attendee, {
    mode: Ci.calIItipItem.AUTO,
  });
  if (!message.send(cal.itip.getImipTransport(item))) {
    throw new Error(`${method} is not sent`);
  }
}

async function keep(address, text) {
  const parser = Cc["@mozilla.org/calendar/ics-parser;1"].createInstance(Ci.calIIcsParser);
  parser.parseString(text);
  for (const item of parser.getItems()) {
    await user(address).calendar.addItem(item);
  }
}

async function events(address) {
  const { calendar } = user(address);
  const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  return items.map(item => ({
    uid: item.id,
    start: item.startDate.getInTimezone(cal.dtz.UTC).icalString,
    sequence: cal.itip.getSequence(item),
    partstat: cal.itip.getInvitedAttendee(item, calendar)?.participationStatus ?? "",
    attendees: item.getAttendees().map(attendee => attendee.id).sort(),
  }));
}

async function forget(address) {
  const { calendar } = user(address);
  const items = await calendar.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null);
  for (const item of items) {
    await calendar.deleteItem(item);
  }
}

function parse(texts) {
  const { default: ICAL } = ChromeUtils.importESModule("resource:///modules/calendar/Ical.sys.mjs");
  ICAL.design.strict = true;
  return texts.map(text => {
    try {
      const first = ICAL.parse(text);
      const walk = component => {
        component.getAllProperties().forEach(property => property.getValues());
        component.getAllSubcomponents().forEach(walk);
      };
      walk(new ICAL.Component(first)); // values are looked at when asked for
      const again = ICAL.parse(ICAL.stringify(first));
      return JSON.stringify(first) == JSON.stringify(again) ? "" : "it is not written as it was read";
    } catch (error) {
      return String(error);
    } finally {
      ICAL.design.strict = false;
    }
  });
}
