// What the officers write, with a marker in everything that is a person's.

const HEADERS = 'Número de expediente;Nombre completo;Nombre del colectivo;Número de personas;Población;Procedimiento;' +
    'Motivo de urgencia;Presunto responsable;Hechos;Entidad federativa;Municipio;Domicilio;Fecha de los hechos;' +
    'Fecha de la solicitud;Consentimiento;Fecha del consentimiento;Descripción de los hechos;Teléfono;Documento;' +
    'Medidas solicitadas;Anexos;Autoridades excluidas;Persona funcionaria;Fundamento legal;Motivo sin consentimiento;' +
    'Observación propia;Código ICCS';

function ago(hours) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Chihuahua', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
    hourCycle: 'h23'}).formatToParts(Date.now() - hours * 3_600_000);
  const part = Object.fromEntries(parts.map(({type, value}) => [type, value]));
  return `${part.day}/${part.month}/${part.year} ${part.hour}:${part.minute}`;
}

// One line of the unit's spreadsheet; `changes` by header.
function line(markers, which, changes = {}) {
  const cells = {
    'Número de expediente': markers.fileNumber(which), 'Nombre completo': markers.text(`persona ${which}`),
    'Número de personas': '1', 'Población': 'periodista', 'Procedimiento': 'urgente', 'Motivo de urgencia': 'vida',
    'Presunto responsable': 'servidor público', 'Hechos': 'amenaza en línea', 'Entidad federativa': 'MX-CHH',
    'Municipio': markers.text('municipio'), 'Domicilio': markers.text('calle y número'), 'Fecha de los hechos': ago(20),
    'Fecha de la solicitud': ago(1), 'Consentimiento': 'Sí', 'Fecha del consentimiento': ago(1),
    'Descripción de los hechos': `"${markers.text('relato')}; teme por su familia"`, 'Teléfono': markers.telephone,
    'Documento': markers.text('CURP'), 'Medidas solicitadas': markers.text('medidas'), 'Autoridades excluidas': 'fiscalia-sur',
    'Persona funcionaria': markers.text('funcionaria'), 'Observación propia': markers.text('observación'), ...changes};
  return HEADERS.split(';').map((header) => cells[header] ?? '').join(';');
}

export function csv(lines) {
  return Buffer.from([HEADERS, ...lines, ''].join('\r\n'), 'latin1');
}

export function goodCases(markers, attachment) {
  return csv([
    line(markers, 'uno', {'Anexos': attachment}),
    line(markers, 'dos', {'Nombre completo': '', 'Nombre del colectivo': markers.text('comunidad'), 'Número de personas': '34'}),
  ]);
}

export function oneCase(markers, which) {
  return csv([line(markers, which)]);
}

// Lines that are wrong in one column each, and say a person's data there.
export function badCases(markers, oversized) {
  const codes = ['Población', 'Procedimiento', 'Motivo de urgencia', 'Presunto responsable', 'Hechos', 'Entidad federativa',
                 'Autoridades excluidas', 'Número de personas', 'Fecha de los hechos', 'Consentimiento', 'Fundamento legal',
                 'Código ICCS'];
  const wrong = codes.map((column) => line(markers, `mal ${column}`, {[column]: markers.text('en columna de código')}));
  wrong.push(line(markers, 'mal motivo', {
    'Consentimiento': 'interés vital', 'Motivo sin consentimiento': markers.text('no responde')}));
  wrong.push(line(markers, 'mal anexo', {'Anexos': oversized}));
  wrong.push(line(markers, 'mal ausente', {'Anexos': `../${markers.text('anexo.pdf')}`}));
  return {count: wrong.length, bytes: csv(wrong)};
}

// Files that are wrong as a whole, by name.
export function badFiles(markers) {
  const text = `${markers.text('archivo entero')} ${markers.telephone} ${markers.fileNumber('cero')}`;
  return {
    [`${markers.text('utf16')}.csv`]: Buffer.from(`${HEADERS}\r\n${text}`, 'utf16le'),
    [`${markers.text('binario')}.csv`]: Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(text), Buffer.from([255, 254])]),
    [`${markers.text('comilla')}.csv`]: Buffer.from(`${HEADERS}\r\n"${text}\r\n`),
    [`${markers.text('sin columnas')}.csv`]: Buffer.from(`${markers.text('encabezado')};Nombre\r\n${text};x\r\n`),
    [`${markers.text('json')}.json`]: Buffer.from(`{"Nombre completo": "${text}", "Nombre completo": ${text}`),
    [`${markers.text('json lista')}.json`]: Buffer.from(JSON.stringify([{[text]: text}, text])),
  };
}

// The line in which an officer answers.
export function answer(code, {decision, reason = '', note = '', officer = 'f-3', suggested = ''}) {
  return Buffer.from(`Código corto;Decisión;Motivo;Nota;Persona funcionaria;Institución competente\r\n` +
                     `${code};${decision};${reason};${note};${officer};${suggested}\r\n`);
}

export function stage(code, stageCode) {
  return Buffer.from(`Código corto;Etapa;Situación;Código de etapa;Persona funcionaria\r\n` +
                     `${code};investigación inicial;activa;${stageCode};f-3\r\n`);
}

// A referral as the agency's own system gives it to the adapter, in clear.
export function content(markers, which) {
  return {
    sender_reference: markers.fileNumber(which), narrative: markers.text('relato del sistema'),
    persons: [{role: 'PERSON_ROLE_VICTIM', full_name: markers.text(`persona ${which}`), contacts: [markers.telephone]}],
    attachments: [],
  };
}

export function classification() {
  return {
    mechanism_id: 'mx-federal', procedure: 'PROCEDURE_TYPE_URGENT', urgency_grounds: ['URGENCY_GROUND_LIFE'],
    subject_kind: 'SUBJECT_KIND_INDIVIDUAL', population: ['POPULATION_GROUP_JOURNALIST'],
    perpetrator: 'PERPETRATOR_CATEGORY_STATE_AGENT', incidents: ['INCIDENT_TYPE_THREAT'],
    territory: {country: 'MX', subdivision: 'MX-CHH'}, persons_covered: 1,
  };
}

export function disclosure() {
  return {basis: 'DISCLOSURE_BASIS_INFORMED_CONSENT', given_time: secondsAgo(3600)};
}

export function secondsAgo(seconds) {
  return {seconds: String(Math.floor(Date.now() / 1000) - seconds)};
}
