// Spanish sentences of our own, about firms that do not exist.
import { describe, expect, it } from "vitest";
import { spanish } from "./spanish.ts";
import { asked } from "./testing.ts";

const { claims, bounds, only } = asked(spanish());

describe("what is a cut", () => {
  it.each([
    ["El fabricante de bombas Kranz prescindirá de 90 de sus 700 empleados.", ["Kranz 90"]],
    ["Solvana: 250 empleos menos antes de junio.", ["Solvana 250"]],
    ["La imprenta Boscoverde ha notificado 45 despidos.", ["Boscoverde 45"]],
    ["En Norica Sistemas, en Gijón, peligran 130 puestos.", ["Norica Sistemas 130"]],
    ["Norica quiere reducir su plantilla un 15 %.", ["Norica 15%"]],
    ["Veltron justifica el despido de 300 personas por la caída de las ventas.", ["Veltron 300"]],
    ["El ERE presentado el martes en Zieman prevé 350 salidas.", ["Zieman 350"]],
    ["Veltron anunció el martes la supresión del 12 % de sus puestos, unos 800 en todo el mundo.", ["Veltron 800 12%"]],
    ["Cientos de empleos en riesgo en Tessmer.", ["Tessmer 200-999"]],
    ["La cadena de grandes almacenes Mercando cierra diez centros y despide a 220 personas.", ["Mercando 220"]],
    ["La plantilla de Orlando Pharma pasará de 2.100 a 1.800 personas.", ["Orlando Pharma 300"]],
    ["El grupo Bergara reducirá su plantilla en 4.500 personas.", ["Bergara 4500"]],
    ["La fábrica de Trebur en Lugo despide a la mitad de su personal, 120 obreros.", ["Trebur 120 50%"]],
    ["El astillero Armórica recortará 75 empleos que se suman a los 200 ya anunciados.", ["Armórica 75"]],
    ["Medio centenar de empleos desaparecerán en la fundición de Tales, propiedad de Holdex.", ["Holdex 50"]],
    ["Una cuarta parte de los trabajadores de Solvana tendrá que abandonar la empresa.", ["Solvana 25%"]],
    [
      "Según los representantes de los trabajadores, 110 personas perderán su empleo en la sede de la transportista Delta Carga.",
      ["Delta Carga 110"],
    ],
    ["El grupo de tecnología médica Vitronic quiere suprimir unos 2.800 puestos hasta 2028.", ["Vitronic 2800"]],
    ["El ERE de Vitronic afecta a 900 trabajadores en España.", ["Vitronic 900"]],
    ["Vitronic prevé eliminar hasta el 5 % de sus 40.000 empleos.", ["Vitronic 5%"]],
    ["En Marlo Energía, 75 ingenieros están afectados por el despido colectivo.", ["Marlo Energía 75"]],
    ["Marlo Energía se desprende del 10 % de su equipo.", ["Marlo Energía 10%"]],
    ["Sesenta puestos están en el aire en Kolumna, 25 de ellos en la redacción.", ["Kolumna 60"]],
    ["La papelera Marlo, en concurso de acreedores, despide a sus 20 empleados.", ["Marlo 20"]],
    ["Entre 300 y 350 empleos podrían desaparecer en Ostermann Logística.", ["Ostermann Logística 300-350"]],
    ["El fabricante Kessler suprime 700 empleos en su planta de Rodenal.", ["Kessler 700"]],
    ["El sindicato espera 450 despidos en Ostermann.", ["Ostermann 450"]],
    ["Tras la salida de 64 empleados en 2024, Talis S.A. anuncia otros 30 despidos.", ["Talis S.A 64", "Talis S.A 30"]],
    ["La dirección de Veltron presentó un plan de reducción de personal de 140 puestos.", ["Veltron 140"]],
  ])("%s", (text, expected) => {
    expect(claims(text)).toEqual(expected);
  });
});

describe("what is none", () => {
  it.each([
    "CCOO teme la pérdida de 250 empleos en Solvana.",
    "Desde 2022 Paketino ha suprimido en total 900 puestos.",
    "Greve S.A. suspende a 33 empleados.",
    "Solvana anuncia la apertura de una planta que creará 600 empleos.",
    "El ayuntamiento busca 40 aprendices.",
    "El presidente de Tessmer ganó 2,4 millones de euros, un 8 % más.",
    "Tessmer da trabajo a 5.600 personas en Europa.",
    "Dos empleados del banco fueron despedidos por causas disciplinarias.",
    "Si no llega el pedido, Veltron podría suprimir 500 puestos.",
    "El año pasado el sector del metal perdió 60.000 empleos.",
    "El sector emplea a 1,2 millones de personas, un 3 % menos que hace un año.",
    "Ostermann cerrará 12 tiendas antes de fin de año.",
    "Ostermann entregó 35.000 paquetes menos en el primer trimestre.",
    "La plantilla de Kessler creció hasta los 8.200 empleados.",
  ])("%s", (text) => {
    expect(claims(text)).toEqual([]);
  });
});

describe("numbers", () => {
  it.each([
    ["16.000 puestos", 16_000],
    ["16 mil 500 puestos", 16_500],
    ["16,000 puestos", 16_000],
    ["doscientos cincuenta puestos", 250],
    ["treinta y cinco puestos", 35],
    ["tres mil puestos", 3000],
    ["un centenar de puestos", 100],
  ])("%s", (words, count) => {
    expect(claims(`Norica suprimirá ${words}.`)).toEqual([`Norica ${count}`]);
  });

  it.each([
    ["varios cientos de puestos", "vague 200 to 999"],
    ["hasta 600 puestos", "up_to null to 600"],
    ["más de 600 puestos", "at_least 600 to null"],
    ["casi 600 puestos", "under null to 600"],
    ["unos 600 puestos", "approx null to null"],
    ["entre 600 y 700 puestos", "range 600 to 700"],
    ["uno de cada cinco puestos", "exact null to null"],
  ])("%s say how sure they are", (words, sure) => {
    expect(bounds(`Norica suprimirá ${words}.`)).toEqual([sure]);
  });
});

describe("what else a claim says", () => {
  it("when, where, and the words of the sentence", () => {
    const text = "Norica suprimió 40 puestos el 14 de enero de 2026 en Bilbao.";
    const { date, location, quote, start, end } = only(text);
    expect({ date, location }).toEqual({ date: "2026-01-14", location: "Bilbao" });
    expect(text.slice(start, end)).toBe(quote);
  });

  it.each([
    ["Norica planea suprimir 40 puestos.", "proposed"],
    ["Norica ha despedido a 40 personas.", "done"],
    ["Peligran 40 puestos en Norica.", "at_risk"],
    ["Según rumores, Norica suprime 40 puestos.", "rumoured"],
  ])("%s: %s", (text, status) => {
    expect(only(text).status).toBe(status);
  });
});
