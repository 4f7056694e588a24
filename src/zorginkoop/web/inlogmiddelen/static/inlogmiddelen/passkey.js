// Asks the passkey and puts its answer in the form. The server judges it; nothing here is trusted.
(() => {
  const form = document.querySelector("form[data-passkey]");
  const melding = form.querySelector("[data-passkey-melding]");
  const opties = JSON.parse(document.getElementById("passkey-opties").textContent);
  const lees = (tekst) => Uint8Array.from(atob(tekst.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const schrijf = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const sleutels = (lijst) => (lijst || []).map((sleutel) => ({ ...sleutel, id: lees(sleutel.id) }));

  const vraag = () => {
    const gewoon = { ...opties, challenge: lees(opties.challenge) };
    if (form.dataset.passkey === "inloggen") {
      return navigator.credentials.get({ publicKey: { ...gewoon, allowCredentials: sleutels(opties.allowCredentials) } });
    }
    const user = { ...opties.user, id: lees(opties.user.id) };
    const publicKey = { ...gewoon, user, excludeCredentials: sleutels(opties.excludeCredentials) };
    return navigator.credentials.create({ publicKey });
  };

  const antwoord = ({ id, rawId, type, response }) => {
    const deel = { clientDataJSON: schrijf(response.clientDataJSON) };
    for (const naam of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[naam]) deel[naam] = schrijf(response[naam]);
    }
    return JSON.stringify({ id, rawId: schrijf(rawId), type, response: deel });
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    melding.textContent = "";
    try {
      form.elements.antwoord.value = antwoord(await vraag());
      form.submit();
    } catch {
      melding.textContent = "Het is niet gelukt. Misschien duurde het te lang, of hoort deze passkey niet bij u. Probeer het opnieuw.";
    }
  });
})();
