using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>Calls from which control does not come back.</summary>
internal static class Endings
{
    /// <summary>True for a method that says so: <c>[DoesNotReturn]</c>, <c>Environment.FailFast</c>, <c>Environment.Exit</c>.</summary>
    public static bool NeverComesBack(IMethodSymbol method)
    {
        if (!method.ReturnsVoid || !(method.Name.StartsWith("Throw", StringComparison.Ordinal) || method.Name.StartsWith("Fail", StringComparison.Ordinal) || method.Name is "Exit" or "Rethrow" or "Abort"))
            return false;
        if (method.ContainingType is { Name: "Environment" } type && type.IsIn("System"))
            return true;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
                return true;
        }

        return false;
    }
}
