// This machine among others: its names, its addresses, its randomness.
#pragma once

#include <string>

namespace disan {

// Whether other machines can reach a server on this host address: then a token is due.
bool IsLoopback(const std::string& host);

std::string MachineName();

// The first address of this machine that another one could use.
std::string ReachableAddress();

// 32 hexadecimal digits from the system's source of randomness.
std::string MakeToken();

}  // namespace disan
