/** Invented people of an English town: names, test NHS numbers, addresses, phones for fiction. */
import type { Random } from '../random.ts'
import type { HumanName } from '../../clinic/shared/names.ts'
import { eraOf, list } from './pools.ts'
import type { CountryPeople, FirstNames, IdentityDocument, Relative, Sex } from './pools.ts'

const families = list(`
Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, Walker,
White, Roberts, Green, Hall, Wood, Jackson, Clarke, Harris, Clark, Lewis, Turner, Hill, Cooper, Ward, Moore,
Martin, Baker, Morris, Harrison, King, Morgan, Allen, James, Scott, Phillips, Watson, Parker, Price, Bennett,
Young, Griffiths, Mitchell, Kelly, Cook, Carter, Richardson, Bailey, Collins, Bell, Shaw, Murphy, Miller, Cox,
Edwards, Adams, Hughes, Lee, Marshall, Anderson, Simpson, Gray, Davis, Stevens, Rogers, Foster, Graham, Webb,
Chapman, Mason, Hunt, Palmer, Reid, Campbell, Holmes, Mills, Lloyd, Barnes, Knight, Matthews, Butler, Russell,
Barker, Fisher, Murray, Stewart, Jenkins, Dixon, Harvey, Pearson, Graves, Fletcher, Walsh, Ellis, Gibson,
Howard, Andrews, Elliott, Ford, Reynolds, Ryan, Francis, Payne, Fox, Owen, Brooks, Day, Perry, West, Bird,
Lawrence, Atkinson, Hart, Spencer, Burton, Armstrong, Saunders, Cole, Burns, Newman, Grant, Sutton, Parsons,
Curtis, Booth, Watts, Cunningham, Hawkins, Gordon, Byrne, Chambers, Baxter, Nicholls, Goodwin, Sharp, Frost,
Whitehead, Barrett, Hudson, Poole, Lowe, Bradley, Wells, Osborne, Rowe, Berry, Page, Coleman, Dean, Norris,
Holland, Field, Lambert, Harper, Bond, Potter, Warren, Gregory, Stone, Todd, Brewer, Carr, Hayes, Kemp, Nash,
Doyle, Peters, Wallace, Cross, Hobbs, Lane, Bishop, Nixon, Rose, Hopkins, Tucker, Thornton, Stokes, Ashworth,
Hartley, Whittaker, Marsden, Kirby, Bowen, Vaughan, Pritchard, Hodgson, Robson, Milne, Fraser, Sinclair,
O'Brien, O'Neill, MacDonald, McCarthy, Fitzgerald, Osei-Bonsu, Nguyen, Chen, Wong, Lim, Rossi, Silva`)

const firstNames: FirstNames = {
  male: {
    to1954:
      list(`John, David, Michael, Peter, Robert, William, James, Anthony, Brian, Alan, Kenneth, Ronald,
Derek, Raymond, George, Roy, Dennis, Thomas, Keith, Colin, Frank, Geoffrey, Donald, Leonard, Gordon, Barry,
Stanley, Arthur`),
    to1974:
      list(`David, Paul, Andrew, Mark, Stephen, Michael, Ian, Robert, Gary, John, Richard, Peter, Christopher,
Kevin, Martin, Simon, Philip, Graham, Nigel, Timothy, Neil, Jonathan, Adrian, Stuart, Nicholas, Darren,
Trevor, Julian`),
    to1989:
      list(`James, Christopher, Andrew, Daniel, Matthew, Richard, Michael, Lee, Mark, David, Robert, Jonathan,
Adam, Simon, Benjamin, Ryan, Thomas, Craig, Gareth, Stuart, Nicholas, Stephen, Anthony, Dean, Luke, Oliver,
Edward, Scott`),
    to2004:
      list(`Jack, Thomas, Daniel, James, Joshua, Matthew, Samuel, Joseph, Ryan, Callum, Luke, Adam, George,
Benjamin, Alexander, Liam, William, Connor, Jordan, Harry, Nathan, Lewis, Jamie, Oliver, Jake, Kieran, Charles,
Edward`),
    to2030:
      list(`Noah, Oliver, George, Leo, Arthur, Luca, Theodore, Oscar, Archie, Jude, Theo, Freddie, Henry,
Alfie, Charlie, Arlo, Jack, Finley, Harry, Roman, Thomas, Isaac, Albie, Reuben, William, Edward, Louis, Rory,
Max, Ezra, Hugo, Toby, Elijah, Rafferty`),
  },
  female: {
    to1954:
      list(`Margaret, Jean, Mary, Joan, Patricia, Sheila, Barbara, Doreen, June, Shirley, Dorothy, Joyce,
Maureen, Elizabeth, Audrey, Brenda, Kathleen, Sylvia, Eileen, Pamela, Betty, Beryl, Ann, Christine, Rita,
Jacqueline, Valerie, Irene`),
    to1974:
      list(`Susan, Julie, Karen, Jacqueline, Deborah, Tracey, Jane, Helen, Diane, Sharon, Tracy, Angela, Sarah,
Alison, Caroline, Amanda, Sandra, Linda, Catherine, Elizabeth, Carol, Joanne, Wendy, Janet, Dawn, Christine,
Nicola, Gillian`),
    to1989:
      list(`Sarah, Laura, Gemma, Emma, Rebecca, Claire, Victoria, Samantha, Rachel, Amy, Jennifer, Nicola, Katie,
Lisa, Kelly, Natalie, Louise, Michelle, Hayley, Hannah, Helen, Charlotte, Joanne, Lucy, Elizabeth, Leanne,
Danielle, Donna`),
    to2004:
      list(`Rebecca, Lauren, Jessica, Charlotte, Hannah, Sophie, Amy, Emily, Laura, Emma, Chloe, Sarah, Lucy,
Katie, Bethany, Jade, Megan, Olivia, Abigail, Georgia, Ellie, Holly, Eleanor, Molly, Shannon, Paige, Leah,
Alice`),
    to2030:
      list(`Olivia, Amelia, Isla, Ava, Lily, Ivy, Freya, Florence, Isabella, Mia, Poppy, Evie, Sienna, Grace,
Willow, Daisy, Phoebe, Elsie, Ella, Millie, Rosie, Maisie, Evelyn, Harper, Matilda, Sophia, Emilia, Ruby,
Ada, Maya, Aurora, Penelope, Orla, Erin`),
  },
}

interface Community {
  weight: number
  families: readonly string[]
  male: readonly string[]
  female: readonly string[]
}

/** Families that go with given names of their own. */
const communities: readonly Community[] = [
  {
    weight: 6,
    families:
      list(`Patel, Khan, Singh, Ahmed, Hussain, Ali, Begum, Shah, Kaur, Sharma, Malik, Rahman, Mistry,
Chaudhry, Iqbal, Mahmood, Desai, Mehta, Akhtar, Gupta`),
    male: list(`Mohammed, Ravi, Imran, Sanjay, Ibrahim, Amit, Yusuf, Tariq, Arjun, Zain, Hamza, Vikram, Asif, Nikhil,
Bilal, Rohan, Haris, Anil`),
    female:
      list(`Aisha, Priya, Fatima, Anita, Zara, Nadia, Meera, Maryam, Sunita, Amina, Neha, Sana, Anjali, Hafsa,
Rukhsana, Divya, Shabana, Leila`),
  },
  {
    weight: 3,
    families:
      list(`Nowak, Kowalski, Wozniak, Kaminski, Zielinski, Dabrowski, Popescu, Ionescu, Kovacs, Novak,
Lewandowski, Mazur`),
    male: list(
      `Piotr, Tomasz, Marcin, Adam, Jakub, Andrei, Mateusz, Pawel, Stefan, Filip, Marek, Lukasz`,
    ),
    female: list(
      `Anna, Katarzyna, Agnieszka, Magdalena, Maria, Zofia, Ewa, Elena, Joanna, Julia, Monika, Ioana`,
    ),
  },
  {
    weight: 3,
    families:
      list(`Mensah, Okafor, Adeyemi, Boateng, Okonkwo, Owusu, Balogun, Asante, Afolabi, Eze, Kamara, Banda,
Mwangi, Abebe`),
    male: list(
      `Emmanuel, Kwame, Chidi, Samuel, Tunde, Kofi, Daniel, Joseph, Femi, Isaac, Babajide, David`,
    ),
    female: list(
      `Grace, Abena, Ngozi, Esther, Amara, Blessing, Ama, Ruth, Folake, Adaeze, Joy, Zainab`,
    ),
  },
]

function name(random: Random, sex: Sex, bornYear: number, parent?: Relative): HumanName {
  const family = parent?.name.family ?? randomFamily(random)
  const community = communities.find((one) => one.families.includes(family))
  const given = community?.[sex] ?? firstNames[sex][eraOf(bornYear)]
  return { family, given: random.pickRanked(given), patronymic: null }
}

function randomFamily(random: Random): string {
  const community = random.weighted<Community | null>([
    [null, 88],
    ...communities.map((one) => [one, one.weight] as const),
  ])
  if (community) return random.pickRanked(community.families)
  const family = random.pickRanked(families)
  const other = random.pickRanked(families)
  return random.chance(0.025) && other !== family ? `${family}-${other}` : family
}

/**
 * The check digit of a ten-digit NHS number: 11 less the sum weighted from 10 modulo 11; null when
 * that is 10, for such numbers are never given out.
 */
export function nhsCheckDigit(nineDigits: string): number | null {
  const sum = [...nineDigits].reduce(
    (total, digit, index) => total + Number(digit) * (10 - index),
    0,
  )
  const digit = (11 - (sum % 11)) % 11
  return digit === 10 ? null : digit
}

/** Numbers from 999 000 0000 on are kept for tests and never given to anyone. */
function nhsNumber(random: Random): string {
  const nine = `999${random.digits(6)}`
  const check = nhsCheckDigit(nine)
  if (check === null) return nhsNumber(random)
  return `${nine.slice(0, 3)} ${nine.slice(3, 6)} ${nine.slice(6)}${check}`
}

const streets = list(`
Kingfisher Row, Mill Lane, Alder Close, Old Brewery Road, Heron Way, Larkmere High Street, Saddlers Yard,
Orchard Rise, Bellfield Avenue, Wharf Street, Nightingale Gardens, Foundry Lane, Hawthorn Drive, Priory Walk,
Ropewalk, Blackberry Hill, Cooper's Green, Meadow View, Station Parade, Willow Court, Juniper Crescent,
Quarry Bank, Chandlers Reach, Long Acre, Mere Street, Swan Terrace, Tanners Row, Weavers Fold`)

/** Larkmere is invented, and LK is no postcode area. */
function address(random: Random): string {
  const flat = random.chance(0.2) ? `Flat ${random.int(1, 24)}, ` : ''
  const letters = 'ABDEFGHJLNPQRSTUWXYZ'
  const inward = `${random.int(1, 9)}${random.pick([...letters])}${random.pick([...letters])}`
  const postcode = `LK${random.int(1, 6)} ${inward}`
  return `${flat}${random.int(1, 140)} ${random.pick(streets)}, Larkmere, ${postcode}`
}

/** Mobile numbers that Ofcom keeps for drama. */
const mobile = (random: Random): string => `+44 7700 900${random.digits(3)}`

/** Geographic numbers that Ofcom keeps for drama; the last is a code without a place. */
const landline = (random: Random): string => {
  const last = random.digits(3)
  return random.pick([
    `+44 20 7946 0${last}`,
    `+44 113 496 0${last}`,
    `+44 114 496 0${last}`,
    `+44 115 496 0${last}`,
    `+44 116 496 0${last}`,
    `+44 117 496 0${last}`,
    `+44 121 496 0${last}`,
    `+44 161 496 0${last}`,
    `+44 1632 960${last}`,
  ])
}

function identityDocument(random: Random): IdentityDocument {
  return { kind: 'other', number: `NHS ${nhsNumber(random)}` }
}

export const britain: CountryPeople = {
  name,
  sharedFamily: (family) => family,
  mobile,
  landline,
  address,
  identityDocument,
}
