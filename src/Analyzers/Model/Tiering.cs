using System.Runtime.CompilerServices;

namespace AsyncStateAnalyzers.Model;

/// <summary>
/// How hot loops are compiled. A runtime with tiers first compiles a method badly and counts its calls, and begins to count only when nothing
/// new has been compiled for a while; a build ends before that. What goes over every node of a body, or every state of a flow, is therefore
/// compiled well at once. Only such methods: each costs more to compile.
/// </summary>
internal static class Tiering
{
    /// <summary><c>MethodImplOptions.AggressiveOptimization</c>, which .NET Standard 2.0 has no name for; runtimes that do not know it pass it over.</summary>
    public const MethodImplOptions AtOnce = (MethodImplOptions)512;
}
