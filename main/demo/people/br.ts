/** Invented people of a Brazilian town: two surnames, a CPF that adds up, addresses, phones. */
import type { Random } from '../random.ts'
import type { HumanName } from '../../clinic/shared/names.ts'
import { eraOf, list } from './pools.ts'
import type { CountryPeople, FirstNames, IdentityDocument, Relative, Sex } from './pools.ts'

/** Surnames, commonest first; a person has one of the mother's and one of the father's. */
const surnames = list(`
Silva, Santos, Oliveira, Souza, Lima, Pereira, Ferreira, Costa, Rodrigues, Almeida, Nascimento, Alves,
Carvalho, Araújo, Ribeiro, Gomes, Martins, Rocha, Barbosa, Dias, Fernandes, Moreira, Vieira, Cardoso,
Nunes, Lopes, Mendes, Freitas, Soares, Barros, Teixeira, Monteiro, Moura, Cavalcanti, Correia, Batista,
Castro, Campos, Andrade, Machado, Pinto, Ramos, Marques, Melo, Borges, Miranda, Reis, Santana, Garcia,
Nogueira, Farias, Azevedo, Cunha, Duarte, Medeiros, Macedo, Xavier, Coelho, Guimarães, Figueiredo,
Bezerra, Sales, Aguiar, Brito, Pires, Rezende, Siqueira, Fonseca, Tavares, Assis, Leite, Neves, Amaral,
Bueno, Viana, Queiroz, Amorim, Magalhães, Pacheco, Peixoto, Dantas, Rangel, Prado, Leal, Pinheiro, Torres,
Menezes, Lacerda, Vasconcelos, Braga, Franco, Camargo, Antunes, Bastos, Toledo, Chaves, Sampaio, Maia,
Matos, Paiva, Barreto, Veloso, Furtado, Godoy, Salgado, Seixas, Moraes, Arruda, Valente, Fontes, Bittencourt,
Rossi, Ferrari, Bianchi, Romano, Ricci, Moretti, Marchetti, Zanetti, Bertolini, Colombo, Conti, Galli,
Schmidt, Müller, Becker, Weber, Schneider, Klein, Hoffmann, Tanaka, Yamamoto, Nakamura, Sato, Suzuki,
Watanabe, Haddad, Nasser, Abdalla, Khoury, Kowalski, Nowak, Espíndola, Quintana, Portela, Mourão, Trindade,
Bandeira, Serrano, Caldeira, Ventura, Falcão, Lobo, Rosa, Luz, Paz, Prestes, Taveira, Vargas, Zago`)

const firstNames: FirstNames = {
  male: {
    to1954: list(`José, João, Antônio, Francisco, Luiz, Manoel, Pedro, Sebastião, Raimundo, Carlos,
Geraldo, Joaquim, Paulo, Benedito, Osvaldo, Waldemar, Mário, Orlando, Nelson, Jorge, Alberto, Expedito,
Rubens, Milton, Ernesto, Hélio, Américo, Otávio`),
    to1974: list(`José, João, Antônio, Carlos, Paulo, Luiz, Francisco, Marcos, Luís Carlos, Roberto,
Sérgio, Jorge, Edson, Ricardo, José Carlos, Cláudio, Wilson, Fernando, Mauro, Adilson, Valdir, Gilberto,
Márcio, Rogério, Paulo César, Reginaldo, Ivan, Nilton, Antônio Carlos, Renato`),
    to1989:
      list(`Marcelo, Fábio, Rodrigo, Anderson, Eduardo, Leandro, André, Alexandre, Rafael, Daniel,
Bruno, Ricardo, Fernando, Thiago, Luciano, Adriano, Gustavo, Diego, Cristiano, Felipe, Wagner, Vinícius,
Guilherme, Everton, Flávio, Renan, Júlio César, Douglas, Alan, Henrique`),
    to2004:
      list(`Lucas, Gabriel, Matheus, Pedro, Guilherme, João Pedro, Rafael, Felipe, Vitor, Gustavo,
João Vitor, Leonardo, Bruno, Vinícius, Caio, Igor, Daniel, Luiz Felipe, Arthur, Eduardo, Murilo, Thiago,
Henrique, Otávio, Samuel, Luan, Yuri, Wesley, Natan, Breno`),
    to2030:
      list(`Miguel, Arthur, Heitor, Bernardo, Davi, Théo, Gael, Samuel, Lorenzo, Pedro, Gabriel,
Benjamin, Lucas, João Miguel, Nicolas, Matheus, Enzo Gabriel, Rafael, Joaquim, Isaac, Ravi, Levi, Murilo,
Anthony, Henrique, Pietro, Davi Lucca, Vicente, Caleb, Noah, Otto, Bento, João Pedro, Francisco`),
  },
  female: {
    to1954:
      list(`Maria, Ana, Francisca, Terezinha, Antônia, Josefa, Rosa, Aparecida, Benedita, Sebastiana,
Maria José, Maria Aparecida, Geralda, Raimunda, Tereza, Helena, Luzia, Neusa, Dirce, Ilda, Olga, Conceição,
Iracema, Odete, Zilda, Nair, Irene, Alzira`),
    to1974:
      list(`Maria, Maria Aparecida, Ana Maria, Sandra, Márcia, Sônia, Vera Lúcia, Marlene, Regina,
Rosângela, Fátima, Cleusa, Lúcia, Célia, Cristina, Rita, Eliane, Maria de Fátima, Ana Lúcia, Solange, Elisabete,
Mônica, Marli, Sueli, Silvana, Tânia, Ivone, Denise, Luciana, Beatriz`),
    to1989:
      list(`Ana Paula, Juliana, Patrícia, Adriana, Fernanda, Aline, Luciana, Camila, Vanessa, Daniela,
Renata, Cristiane, Tatiane, Priscila, Carolina, Simone, Débora, Michele, Bruna, Elaine, Mariana, Viviane,
Fabiana, Carla, Cíntia, Raquel, Larissa, Érica, Flávia, Natália`),
    to2004:
      list(`Jéssica, Larissa, Letícia, Beatriz, Gabriela, Amanda, Mariana, Ana Carolina, Bruna, Júlia,
Thaís, Rafaela, Ana Clara, Isabela, Vitória, Natália, Bianca, Camila, Luana, Lara, Yasmin, Maria Eduarda,
Giovanna, Milena, Karina, Nicole, Tainá, Lívia, Ana Beatriz, Raíssa`),
    to2030:
      list(`Helena, Alice, Laura, Maria Alice, Sophia, Manuela, Maitê, Liz, Cecília, Isabella, Luísa,
Eloá, Heloísa, Júlia, Ayla, Maria Luísa, Isis, Elisa, Antonella, Valentina, Maya, Maria Júlia, Aurora, Lara,
Maria Clara, Lívia, Esther, Giovanna, Sarah, Maria Cecília, Olívia, Catarina, Rebeca, Mariana`),
  },
}

function name(random: Random, sex: Sex, bornYear: number, parent?: Relative): HumanName {
  const given = random.pickRanked(firstNames[sex][eraOf(bornYear)])
  if (parent) return { family: parent.name.family, given, patronymic: null }
  const mothers = random.pickRanked(surnames)
  const fathers = random.pickRanked(surnames)
  const joint = random.chance(0.12) ? random.pick([' da ', ' de ', ' dos ']) : ' '
  const family =
    mothers === fathers ? mothers : `${mothers}${jointBefore(fathers, joint)}${fathers}`
  return { family, given, patronymic: null }
}

/** `da Silva`, `dos Santos`, but never `dos Müller`: the particle follows the surname. */
function jointBefore(surname: string, joint: string): string {
  if (joint === ' ') return joint
  if (list('Santos, Reis, Campos').includes(surname)) return ' dos '
  if (list('Silva, Costa, Rocha, Cunha, Fonseca, Luz, Rosa').includes(surname)) return ' da '
  return list('Oliveira, Souza, Lima, Almeida, Freitas, Castro').includes(surname) ? ' de ' : ' '
}

/** Both check digits of the nine digits of a CPF: sums weighted from 10 (11), modulo 11. */
export function cpfCheckDigits(nineDigits: string): string {
  const first = cpfCheckDigit(nineDigits)
  return `${first}${cpfCheckDigit(`${nineDigits}${first}`)}`
}

function cpfCheckDigit(digits: string): number {
  const sum = [...digits].reduce(
    (total, digit, index) => total + Number(digit) * (digits.length + 1 - index),
    0,
  )
  const rest = (sum * 10) % 11
  return rest === 10 ? 0 : rest
}

/** `529.982.247-25`. */
function cpf(random: Random): string {
  // The ninth digit is the fiscal region: 8 is São Paulo.
  const nine = `${random.int(1, 9)}${random.digits(7)}8`
  const grouped = nine.replace(/(\d{3})(\d{3})(\d{3})/, '$1.$2.$3')
  return `${grouped}-${cpfCheckDigits(nine)}`
}

const streets = list(`
Rua dos Ipês Claros, Rua das Acácias, Rua da Fonte, Avenida do Café, Rua Sete Coqueiros, Rua do Moinho,
Rua das Jabuticabeiras, Avenida Campo Sereno, Rua do Sabiá, Rua da Olaria, Travessa do Poço, Rua Boa Colheita,
Rua das Hortênsias, Avenida da Represa, Rua Bela Aurora, Rua da Estação Velha, Alameda dos Flamboyants,
Rua do Engenho, Rua das Andorinhas, Rua Pedra Branca, Rua Rio Manso, Alameda dos Manacás, Rua do Mirante,
Rua da Serra, Travessa das Violetas, Rua Nova Esperança, Avenida dos Pioneiros, Rua do Tropeiro`)

const districts = list(
  'Centro, Jardim Aurora, Vila Serena, Parque dos Ipês, Alto da Fonte, Jardim das Acácias, Vila Nova',
)

/** Campo Sereno and its CEP 13999 are invented. */
function address(random: Random): string {
  const flat = random.chance(0.4) ? `, ap. ${random.int(1, 15)}${random.int(1, 4)}` : ''
  const place = `${random.pick(districts)}, Campo Sereno – SP`
  return `${random.pick(streets)}, ${random.int(10, 1980)}${flat} – ${place}, 13999-${random.digits(3)}`
}

/** Brazil keeps no numbers for fiction: no mobile is given out in 90555, nor a line in 3555-0. */
const mobile = (random: Random): string => `+55 (16) 90555-${random.digits(4)}`

const landline = (random: Random): string => `+55 (16) 3555-0${random.digits(3)}`

function identityDocument(random: Random): IdentityDocument {
  return { kind: 'cpf', number: cpf(random) }
}

export const brazil: CountryPeople = {
  name,
  sharedFamily: (family) => family,
  mobile,
  landline,
  address,
  identityDocument,
}
